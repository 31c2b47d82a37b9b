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

import io.quarkiverse.kvs.core.command.server.ServerState;

/** The arrows between the packages: they point down only. */
@AnalyzeClasses(packages = "io.quarkiverse.kvs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("glue").definedBy("io.quarkiverse.kvs.runtime", "..runtime.tls..", "..runtime.redis..", "..runtime.health..",
                    "..runtime.devmode..", "..runtime.devui..", "..runtime.metrics..", "..runtime.tracing..")
            .layer("plain Java").definedBy("io.quarkiverse.kvs.embedded")
            .layer("in-process").definedBy("..runtime.inprocess..")
            .layer("server").definedBy("..runtime.server..")
            .layer("command").definedBy("..core.command..")
            .layer("protocol").definedBy("..core.protocol..")
            .layer("log").definedBy("..core.log..")
            .layer("store").definedBy("..core.store..")
            .layer("lua").definedBy("..core.lua..")
            .whereLayer("plain Java").mayNotBeAccessedByAnyLayer()
            .whereLayer("glue").mayOnlyBeAccessedByLayers("plain Java")
            .whereLayer("in-process").mayOnlyBeAccessedByLayers("plain Java", "glue")
            .whereLayer("server").mayOnlyBeAccessedByLayers("plain Java", "glue")
            .whereLayer("command").mayOnlyBeAccessedByLayers("plain Java", "glue", "in-process", "server")
            .whereLayer("protocol").mayOnlyBeAccessedByLayers("glue", "in-process", "server", "command")
            .whereLayer("log").mayOnlyBeAccessedByLayers("plain Java", "glue", "in-process", "server", "command")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("plain Java", "glue", "in-process", "server", "command", "protocol", "log")
            .whereLayer("lua").mayOnlyBeAccessedByLayers("glue", "in-process", "server", "command")
            .whereLayer("lua").mayNotAccessAnyLayer()
            // The client of the tests has a module of its own.
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.quarkiverse.kvs", "io.quarkiverse.kvs.it..");

    /**
     * In the glue, too: what observes the server and what ends it in dev mode asks the root for it, the root makes it of what
     * the other rooms have, and these know of each other only what is stated here.
     */
    @ArchTest
    static final ArchRule ARROWS_WITHIN_THE_GLUE = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("observation").definedBy("..runtime.health..", "..runtime.devmode..", "..runtime.devui..",
                    "..runtime.metrics..", "..runtime.tracing..")
            .layer("root").definedBy("io.quarkiverse.kvs.runtime")
            .layer("tls").definedBy("..runtime.tls..")
            .layer("redis").definedBy("..runtime.redis..")
            .layer("in-process, reactive").definedBy("..runtime.inprocess.reactive..")
            .layer("in-process").definedBy("io.quarkiverse.kvs.runtime.inprocess")
            .whereLayer("observation").mayNotBeAccessedByAnyLayer()
            .whereLayer("root").mayOnlyBeAccessedByLayers("observation")
            .whereLayer("tls").mayOnlyBeAccessedByLayers("root")
            .whereLayer("redis").mayOnlyBeAccessedByLayers("root")
            .whereLayer("in-process, reactive").mayOnlyBeAccessedByLayers("root")
            // The Dev UI shows and changes data as a caller in the process.
            .whereLayer("in-process").mayOnlyBeAccessedByLayers("observation", "root", "in-process, reactive");

    /** Callers in the process need no socket. */
    @ArchTest
    static final ArchRule IN_PROCESS_KNOWS_NO_SOCKETS = noClasses().that().resideInAPackage("..runtime.inprocess..")
            .should().dependOnClassesThat().resideInAnyPackage("java.net..", "java.nio.channels..", "io.netty..",
                    "io.vertx.core.net..", "..runtime.server..");

    @ArchTest
    static final ArchRule CALLERS_WHO_BLOCK_NEED_NO_MUTINY = noClasses()
            .that().resideInAPackage("io.quarkiverse.kvs.runtime.inprocess")
            .should().dependOnClassesThat().resideInAPackage("io.smallrye.mutiny..");

    @ArchTest
    static final ArchRule API_KNOWS_NOTHING_INTERNAL = noClasses().that().resideInAPackage("io.quarkiverse.kvs")
            .should().dependOnClassesThat().resideInAPackage("..kvs.runtime..");

    @ArchTest
    static final ArchRule ONLY_THE_GLUE_USES_THE_API = noClasses()
            .that().resideInAnyPackage("..runtime.server..", "..core.command..", "..core.protocol..", "..core.store..",
                    "..core.lua..")
            .should().dependOnClassesThat().resideInAPackage("io.quarkiverse.kvs");

    /** What could be lifted out as a library knows the JDK and RE2/J, and nothing else. */
    @ArchTest
    static final ArchRule CORE_IS_FREE_OF_FRAMEWORKS = classes()
            .that().resideInAnyPackage("..core.protocol..", "..core.command..", "..core.store..", "..core.lua..")
            .should().onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "com.google.re2j..", "..core.protocol..", "..core.command..",
                    "..core.log..", "..core.store..", "..core.lua..");

    /** The language could be lifted out by itself. */
    @ArchTest
    static final ArchRule LUA_KNOWS_THE_JDK_ONLY = classes().that().resideInAPackage("..core.lua..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "..core.lua..");

    /**
     * What runs commands knows of each what its row says. Only the list of families is named, by what has a server made of it.
     */
    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_FAMILY = noClasses()
            .that().resideInAnyPackage("io.quarkiverse.kvs.core.command", "..core.command.client..", "..core.command.server..")
            .and().areNotAssignableTo(ServerState.class)
            .should().dependOnClassesThat().resideInAPackage("..core.command.family..");

    /** A command is a function of its arguments, the keyspace, and the instant it is given. */
    @ArchTest
    static final ArchRule COMMANDS_READ_NO_CLOCK = noClasses()
            .that().resideInAnyPackage("..core.protocol..", "..core.command..", "..core.store..", "..core.lua..")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    /** Who waits for keys waits for a lock, so that a virtual thread lets go of its carrier, and not for a monitor. */
    @ArchTest
    static final ArchRule KEYS_ARE_NOT_GUARDED_BY_MONITORS = noMethods()
            .that().areDeclaredInClassesThat().resideInAPackage("..core.store..")
            .and().doNotHaveName("fillInStackTrace")
            .should().haveModifier(JavaModifier.SYNCHRONIZED);
}
