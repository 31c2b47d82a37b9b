package io.quarkiverse.kvs.cluster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.cluster.ClusterConfig;
import io.quarkiverse.kvs.cluster.FollowerMode;
import io.quarkiverse.kvs.cluster.MemberSecurity;
import io.quarkiverse.kvs.cluster.ReadMode;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The address of a server that members tell each other is one that they can reach. */
class ClientHostTest {

    private static final String HERE = "a=127.0.0.1:7801,b=127.0.0.1:7802,c=[::1]:7803";
    private static final String ELSEWHERE = "a=192.0.2.1:7801,b=192.0.2.2:7801,c=192.0.2.3:7801";

    private static ClusterConfig config(String members) throws NoSuchAlgorithmException {
        MemberSecurity security = new MemberSecurity(SSLContext.getDefault(), "a secret of the members");
        return new ClusterConfig("a", ClusterConfig.members(members), Path.of("none"), FollowerMode.FORWARD, ReadMode.CONFIRM,
                Duration.ofSeconds(2), 1, security);
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "127.0.0.1", "127.0.0.2", "::1" })
    void refusesTheLoopbackInterfaceIfMembersAreElsewhere(String host) throws Exception {
        ClusterConfig elsewhere = config(ELSEWHERE);
        assertThatThrownBy(() -> ClientHost.requireReachable(host, elsewhere)).isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("listen on " + host, "quarkus.kvs.cluster.members", "the member a at 192.0.2.1",
                        "quarkus.kvs.host", "quarkus.kvs.password");
    }

    /** It may get any address later. */
    @Test
    void aNameThatHasNoAddressIsElsewhere() throws Exception {
        ClusterConfig unknown = config("a=127.0.0.1:7801,b=no-such-member.invalid:7801");
        assertThatThrownBy(() -> ClientHost.requireReachable("localhost", unknown))
                .hasMessageContaining("the member b at no-such-member.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "127.0.0.1", "0.0.0.0", "192.0.2.1" })
    void anyHostWillDoIfAllMembersAreHere(String host) throws Exception {
        ClusterConfig here = config(HERE);
        assertThatCode(() -> ClientHost.requireReachable(host, here)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "::", "192.0.2.1" })
    void aHostThatOthersReachWillDo(String host) throws Exception {
        ClusterConfig elsewhere = config(ELSEWHERE);
        assertThatCode(() -> ClientHost.requireReachable(host, elsewhere)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({ "localhost, 127.0.0.1", "0.0.0.0, 192.0.2.1", "::, 192.0.2.1", "192.0.2.7, 192.0.2.7",
            "kvs.example.com, kvs.example.com" })
    void isAnAddressOfThisMember(String host, String told) throws Exception {
        assertThat(ClientHost.of(host, config(ELSEWHERE))).isEqualTo(told);
    }
}
