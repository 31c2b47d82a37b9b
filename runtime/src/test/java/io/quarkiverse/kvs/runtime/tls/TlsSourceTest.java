package io.quarkiverse.kvs.runtime.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** What is wrong with a configuration is told when the application starts, with the property to set. */
class TlsSourceTest {

    private static final TlsConfiguration EMPTY = new BaseTlsConfiguration() {
    };
    private static final TlsConfiguration CERTIFICATE = new BaseTlsConfiguration() {

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return new PemKeyCertOptions();
        }
    };

    @Test
    void aNameThatIsNotThere() {
        assertThatThrownBy(() -> source("b", ClientAuth.NONE).in(new Registry(Map.of("a", CERTIFICATE))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("quarkus.kvs.tls-configuration-name is b", "set quarkus.tls.b.key-store");
    }

    @Test
    void noKeyStore() {
        assertThatThrownBy(() -> source("a", ClientAuth.NONE).in(new Registry(Map.of("a", EMPTY))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("has no certificate", "set quarkus.tls.a.key-store");
        assertThatThrownBy(() -> source("<default>", ClientAuth.NONE).in(new Registry(Map.of("<default>", EMPTY))))
                .hasMessageContaining("set quarkus.tls.key-store");
    }

    @Test
    void clientCertificatesButNoTrustStore() {
        for (ClientAuth auth : new ClientAuth[] { ClientAuth.REQUEST, ClientAuth.REQUIRED }) {
            assertThatThrownBy(() -> source("a", auth).in(new Registry(Map.of("a", CERTIFICATE))))
                    .isInstanceOf(ConfigurationException.class).hasMessageContaining("set quarkus.tls.a.trust-store");
        }
    }

    private static TlsSource source(String name, ClientAuth auth) {
        return new TlsSource(name, auth, false);
    }

    private record Registry(Map<String, TlsConfiguration> configurations) implements TlsConfigurationRegistry {

        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.ofNullable(configurations.get(name));
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException();
        }
    }
}
