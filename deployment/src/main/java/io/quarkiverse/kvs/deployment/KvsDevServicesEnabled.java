package io.quarkiverse.kvs.deployment;

import java.util.function.BooleanSupplier;

import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.LaunchMode;

/** Whether clients of Redis are to be served, which they never are in production. */
public final class KvsDevServicesEnabled implements BooleanSupplier {

    private final LaunchMode launchMode;
    private final DevServicesConfig all;
    private final KvsDevServicesConfig ours;

    public KvsDevServicesEnabled(LaunchMode launchMode, DevServicesConfig all, KvsDevServicesConfig ours) {
        this.launchMode = launchMode;
        this.all = all;
        this.ours = ours;
    }

    @Override
    public boolean getAsBoolean() {
        return launchMode.isDevOrTest() && all.enabled() && ours.enabled();
    }
}
