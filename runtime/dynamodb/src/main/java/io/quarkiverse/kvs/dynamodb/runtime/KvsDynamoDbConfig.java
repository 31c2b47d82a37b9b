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
 * Run-time configuration of the DynamoDB endpoint.
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
     * The number of event loops that serve connections, at most as many as Quarkus has. If this is not set, all event loops
     * serve connections, in dev and test mode two.
     */
    OptionalInt eventLoops();

    /**
     * The AWS region of the endpoint. It is part of the ARNs of tables and streams, and of signatures.
     */
    @WithDefault("us-east-1")
    String region();

    /**
     * How long creating, changing and deleting a table or an index takes. By default, it is done at once.
     */
    @WithDefault("0")
    Duration delay();

    /**
     * The secret access key of each access key ID that is accepted. Requests must be signed with one of them. Without any,
     * every signature is accepted, and the endpoint can only listen on this machine.
     */
    @ConfigDocMapKey("access-key-id")
    Map<String, String> credentials();
}
