package io.quarkiverse.kvs.dynamodb.deployment;

import java.util.function.BooleanSupplier;

import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.LaunchMode;

/** Whether clients of DynamoDB are to be served, which they never are in production. */
public final class KvsDynamoDbDevServicesEnabled implements BooleanSupplier {

    private final LaunchMode launchMode;
    private final DevServicesConfig all;
    private final KvsDynamoDbDevServicesConfig ours;

    public KvsDynamoDbDevServicesEnabled(LaunchMode launchMode, DevServicesConfig all, KvsDynamoDbDevServicesConfig ours) {
        this.launchMode = launchMode;
        this.all = all;
        this.ours = ours;
    }

    @Override
    public boolean getAsBoolean() {
        return launchMode.isDevOrTest() && all.enabled() && ours.enabled();
    }
}
