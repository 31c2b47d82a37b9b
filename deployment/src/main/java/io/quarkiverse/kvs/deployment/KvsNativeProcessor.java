package io.quarkiverse.kvs.deployment;

import io.quarkiverse.kvs.runtime.inprocess.StoredType;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageProxyDefinitionBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;

/**
 * What a native executable would lack.
 * <p>
 * Nothing but the operations of reactive views is found by reflection, and no class of the runtime but one does, when it is
 * initialized, what a native executable would have to do again when it starts, such as choosing a random number.
 * {@code NativeImageTest} looks for both, and for forgotten files.
 */
class KvsNativeProcessor {

    @BuildStep
    NativeImageResourceBuildItem resources() {
        return new NativeImageResourceBuildItem("io/quarkiverse/kvs/core/command/server/accepted-parameters.txt");
    }

    /** Reactive views are proxies, which call the methods of the others: see {@link StoredType}. */
    @BuildStep
    void reactiveViews(BuildProducer<NativeImageProxyDefinitionBuildItem> proxies,
            BuildProducer<ReflectiveClassBuildItem> called) {
        for (StoredType<?, ?> type : StoredType.ALL) {
            proxies.produce(new NativeImageProxyDefinitionBuildItem(type.reactive().getName()));
            called.produce(ReflectiveClassBuildItem.builder(type.view()).methods().constructors(false)
                    .reason("called by reactive views").build());
        }
    }

    /** What is random is not to be chosen when the executable is built, once for all who start it. */
    @BuildStep
    RuntimeInitializedClassBuildItem seed() {
        return new RuntimeInitializedClassBuildItem("io.quarkiverse.kvs.core.store.bytes.KeyHashSeed");
    }
}
