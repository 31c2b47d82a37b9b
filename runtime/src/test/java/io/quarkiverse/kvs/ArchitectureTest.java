package io.quarkiverse.kvs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages: they point down only. */
@AnalyzeClasses(packages = "io.quarkiverse.kvs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("glue").definedBy("io.quarkiverse.kvs.runtime", "..runtime.health..", "..runtime.devmode..",
                    "..runtime.devui..", "..runtime.metrics..", "..runtime.tracing..")
            .layer("server").definedBy("..runtime.server..")
            .layer("command").definedBy("..runtime.command..")
            .layer("protocol").definedBy("..runtime.protocol..")
            .layer("store").definedBy("..runtime.store..")
            .whereLayer("glue").mayNotBeAccessedByAnyLayer()
            .whereLayer("server").mayOnlyBeAccessedByLayers("glue")
            .whereLayer("command").mayOnlyBeAccessedByLayers("glue", "server")
            .whereLayer("protocol").mayOnlyBeAccessedByLayers("glue", "server", "command")
            .whereLayer("store").mayOnlyBeAccessedByLayers("glue", "server", "command", "protocol")
            // The client of the tests has a module of its own.
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.quarkiverse.kvs", "io.quarkiverse.kvs.it..");

    @ArchTest
    static final ArchRule API_KNOWS_NOTHING_INTERNAL = noClasses().that().resideInAPackage("io.quarkiverse.kvs")
            .should().dependOnClassesThat().resideInAPackage("..kvs.runtime..");

    @ArchTest
    static final ArchRule ONLY_THE_GLUE_USES_THE_API = noClasses()
            .that().resideInAnyPackage("..runtime.server..", "..runtime.command..", "..runtime.protocol..", "..runtime.store..")
            .should().dependOnClassesThat().resideInAPackage("io.quarkiverse.kvs");

    /** What could be lifted out as a library knows the JDK and RE2/J, and nothing else. */
    @ArchTest
    static final ArchRule CORE_IS_FREE_OF_FRAMEWORKS = classes()
            .that().resideInAnyPackage("..runtime.protocol..", "..runtime.command..", "..runtime.store..")
            .should().onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.google.re2j..", "..runtime.protocol..", "..runtime.command..",
                    "..runtime.store..");

    /** A command is a function of its arguments, the keyspace, and the instant it is given. */
    @ArchTest
    static final ArchRule COMMANDS_READ_NO_CLOCK = noClasses()
            .that().resideInAnyPackage("..runtime.protocol..", "..runtime.command..", "..runtime.store..")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    /** Who waits for keys waits for a lock, so that a virtual thread lets go of its carrier, and not for a monitor. */
    @ArchTest
    static final ArchRule KEYS_ARE_NOT_GUARDED_BY_MONITORS = noMethods()
            .that().areDeclaredInClassesThat().resideInAPackage("..runtime.store..")
            .and().doNotHaveName("fillInStackTrace")
            .should().haveModifier(JavaModifier.SYNCHRONIZED);
}
