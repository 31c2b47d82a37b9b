package io.quarkiverse.kvs.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;

/**
 * What a native executable would lack.
 * <p>
 * Nothing is found by reflection, and no class of the runtime does, when it is initialized, what a native executable would have
 * to do again when it starts, such as choosing a random number. {@code NativeImageTest} looks for both, and for forgotten
 * files.
 */
class KvsNativeProcessor {

    @BuildStep
    NativeImageResourceBuildItem resources() {
        return new NativeImageResourceBuildItem("io/quarkiverse/kvs/core/command/server/accepted-parameters.txt");
    }

    /** What is random is not to be chosen when the executable is built, once for all who start it. */
    @BuildStep
    RuntimeInitializedClassBuildItem seed() {
        return new RuntimeInitializedClassBuildItem("io.quarkiverse.kvs.core.store.bytes.KeyHashSeed");
    }
}
