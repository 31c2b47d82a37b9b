package io.quarkiverse.kvs.deployment;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.core.command.CommandFamilyProvider;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.HotDeploymentWatchedFileBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import io.quarkus.tls.deployment.spi.TlsRegistryBuildItem;
import io.quarkus.vertx.core.deployment.CoreVertxBuildItem;
import io.quarkus.vertx.core.deployment.EventLoopCountBuildItem;

/** The data and the listener. */
class KvsProcessor {

    private static final String FEATURE = "kvs";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** In dev mode, a script that the application reads from its resources is another one once its file has changed. */
    @BuildStep
    HotDeploymentWatchedFileBuildItem scripts() {
        return HotDeploymentWatchedFileBuildItem.builder().setLocationPredicate(path -> path.endsWith(".lua"))
                .setRestartNeeded(true).build();
    }

    /** For native executables: what {@link java.util.ServiceLoader} finds elsewhere. */
    @BuildStep
    ServiceProviderBuildItem commandFamilies() {
        return ServiceProviderBuildItem.allProvidersFromClassPath(CommandFamilyProvider.class.getName());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    KvsStoreBuildItem createStore(KvsRecorder recorder, LaunchModeBuildItem launchMode, ShutdownContextBuildItem shutdown,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        beans.produce(SyntheticBeanBuildItem.configure(KeyValueStore.class)
                .scope(ApplicationScoped.class)
                .unremovable()
                .setRuntimeInit()
                .supplier(recorder.createStore(launchMode.getLaunchMode()))
                .done());
        beans.produce(SyntheticBeanBuildItem.configure(ReactiveKeyValueStore.class)
                .scope(ApplicationScoped.class)
                .setRuntimeInit()
                .supplier(recorder.createReactiveStore(shutdown))
                .done());
        return new KvsStoreBuildItem();
    }

    /** @param before what other extensions do between the two */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    KvsServerBuildItem start(KvsRecorder recorder, KvsStoreBuildItem store, List<BeforeKvsServerBuildItem> before,
            CoreVertxBuildItem vertx, EventLoopCountBuildItem eventLoops, TlsRegistryBuildItem tls,
            LaunchModeBuildItem launchMode, ShutdownContextBuildItem shutdown,
            BuildProducer<ServiceStartBuildItem> services) {
        recorder.startServer(vertx.getVertx(), eventLoops.getEventLoopCount(), tls.registry(), launchMode.getLaunchMode(),
                shutdown);
        services.produce(new ServiceStartBuildItem(FEATURE));
        return new KvsServerBuildItem();
    }
}
