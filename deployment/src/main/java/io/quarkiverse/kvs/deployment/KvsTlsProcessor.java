package io.quarkiverse.kvs.deployment;

import io.quarkiverse.kvs.runtime.KvsBuildTimeConfig;
import io.quarkiverse.kvs.runtime.tls.KvsCertificateUpdates;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;

/** TLS: the certificates come from the registry of Quarkus, when the application starts. */
class KvsTlsProcessor {

    @BuildStep
    AdditionalBeanBuildItem certificateUpdates(KvsBuildTimeConfig config) {
        return config.enabled() ? AdditionalBeanBuildItem.unremovableOf(KvsCertificateUpdates.class) : null;
    }

    /** Whether it will be used is only known when the application starts, so a native executable has to have it. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem nativeSupport(KvsBuildTimeConfig config) {
        return config.enabled() ? new ExtensionSslNativeSupportBuildItem("kvs") : null;
    }
}
