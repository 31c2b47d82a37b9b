package io.quarkiverse.kvs.dynamodb.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The DynamoDB endpoint: what is decided when the application starts.
 */
@ConfigMapping(prefix = "quarkus.kvs.dynamodb")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KvsDynamoDbConfig {

    /**
     * The host name or address to listen on. The default is reachable from this machine only; another one needs
     * `quarkus.kvs.dynamodb.credentials`.
     */
    @WithDefault("localhost")
    String host();

    /**
     * The port to listen on; 0 for any free one.
     */
    @WithDefault("8000")
    int port();

    /**
     * The port to listen on in tests; 0 for any free one.
     */
    @WithDefault("0")
    int testPort();

    /**
     * How many event loops serve connections, at most as many as Quarkus has. If this is not set: all of them, in dev and test
     * mode two.
     */
    OptionalInt eventLoops();

    /**
     * The region that the endpoint stands for: it is a part of the names of tables and streams, and of signatures.
     */
    @WithDefault("us-east-1")
    String region();

    /**
     * How long tables and indexes take to be created, changed and deleted. By default, they are there at once.
     */
    @WithDefault("0")
    Duration delay();

    /**
     * The secret access key of each access key id that is let in: requests have to be signed with one of them. Without any,
     * every signature is taken, and the endpoint listens on this machine only.
     */
    @ConfigDocMapKey("access-key-id")
    Map<String, String> credentials();
}
