package io.quarkiverse.kvs.leveldb.deployment;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

import io.quarkiverse.kvs.leveldb.runtime.Databases;
import io.quarkiverse.kvs.leveldb.runtime.LevelDbConfig;
import io.quarkiverse.kvs.leveldb.runtime.LevelDbRecorder;
import io.quarkiverse.kvs.leveldb.runtime.NamedDatabase;
import io.quarkiverse.kvs.leveldb.runtime.ServerMaps;
import io.quarkiverse.kvs.leveldb.runtime.ServerMapsRecorder;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.QualifierRegistrarBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** The databases that the application has injected. */
class LevelDbProcessor {

    private static final DotName DATABASE = DotName.createSimple(DB.class);
    private static final DotName NAMED = DotName.createSimple(Named.class);
    private static final DotName DEFAULT = DotName.createSimple(Default.class);
    /** Of an extension that an application may have or not. */
    private static final String SERVER = "io.quarkiverse.kvs";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("kvs-leveldb");
    }

    /** What is random is not to be chosen when a native executable is built, once for all who start it. */
    @BuildStep
    RuntimeInitializedClassBuildItem seed() {
        return new RuntimeInitializedClassBuildItem("io.quarkiverse.kvs.core.store.bytes.KeyHashSeed");
    }

    /** See {@link NamedDatabase}. */
    @BuildStep
    QualifierRegistrarBuildItem qualifier() {
        return new QualifierRegistrarBuildItem(() -> Map.of(DotName.createSimple(NamedDatabase.class), Set.of()));
    }

    /**
     * A bean for each name with which the application has a database injected, unless it has such a bean itself. They are made
     * when the application starts, so that it does not start if one cannot be opened.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void databases(LevelDbRecorder recorder, ServerMapsRecorder server, Capabilities capabilities,
            BeanDiscoveryFinishedBuildItem application, LaunchModeBuildItem launchMode, ShutdownContextBuildItem shutdown,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        Set<String> names = new TreeSet<>();
        for (InjectionPointInfo injection : application.getInjectionPoints()) {
            if (DATABASE.equals(wanted(injection.getRequiredType()).name())) {
                String name = name(injection);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        if (names.isEmpty()) {
            return;
        }
        RuntimeValue<ServerMaps> maps = capabilities.isPresent(SERVER) ? server.maps() : null;
        RuntimeValue<Databases> databases = recorder.databases(maps, launchMode.getLaunchMode(), shutdown);
        Type comparators = ParameterizedType.create(Instance.class, ClassType.create(DBComparator.class));
        for (String name : names) {
            SyntheticBeanBuildItem.ExtendedBeanConfigurator bean = SyntheticBeanBuildItem.configure(DB.class)
                    .scope(ApplicationScoped.class)
                    .defaultBean()
                    .setRuntimeInit()
                    .startup()
                    .addInjectionPoint(comparators, AnnotationInstance.builder(Any.class).build())
                    .createWith(recorder.database(databases, name));
            if (name.equals(LevelDbConfig.DEFAULT)) {
                bean.addQualifier(Default.class);
            } else {
                bean.addQualifier().annotation(Named.class).addValue("value", name).done();
                bean.addQualifier(NamedDatabase.class);
            }
            beans.produce(bean.done());
        }
    }

    /** What is injected, or looked up by an {@code Instance} or {@code Provider} that is. */
    private static Type wanted(Type type) {
        boolean of = type.kind() == Type.Kind.PARAMETERIZED_TYPE && type.asParameterizedType().arguments().size() == 1;
        return of ? type.asParameterizedType().arguments().get(0) : type;
    }

    /** Null if it is none of those that are made here. */
    private static String name(InjectionPointInfo injection) {
        String name = null;
        for (AnnotationInstance qualifier : injection.getRequiredQualifiers()) {
            if (qualifier.name().equals(NAMED) && qualifier.value() != null) {
                name = qualifier.value().asString();
            } else if (qualifier.name().equals(DEFAULT)) {
                name = name == null ? LevelDbConfig.DEFAULT : name;
            } else {
                return null;
            }
        }
        return name;
    }
}
