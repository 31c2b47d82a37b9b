package io.quarkiverse.kvs.dynamodb.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Members of a cluster on other machines can reach the endpoint of this one, or it does not start. */
class ReachableEndpointTest {

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "127.0.0.1", "::1" })
    void refusesTheLoopbackInterfaceIfMembersAreElsewhere(String host) {
        assertThatThrownBy(() -> DynamoDbInstance.requireReachable(host, "b at 192.0.2.1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("listen on " + host, "the member b at 192.0.2.1", "quarkus.kvs.dynamodb.host",
                        "credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "127.0.0.1", "0.0.0.0" })
    void anyHostWillDoIfAllMembersAreHere(String host) {
        assertThatCode(() -> DynamoDbInstance.requireReachable(host, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "::", "192.0.2.7" })
    void aHostThatOthersReachWillDo(String host) {
        assertThatCode(() -> DynamoDbInstance.requireReachable(host, "b at 192.0.2.1")).doesNotThrowAnyException();
    }
}
