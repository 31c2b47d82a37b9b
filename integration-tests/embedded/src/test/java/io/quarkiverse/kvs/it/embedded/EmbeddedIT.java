package io.quarkiverse.kvs.it.embedded;

import java.util.Map;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The packaged application. */
@QuarkusIntegrationTest
@TestProfile(EmbeddedIT.AnyPort.class)
class EmbeddedIT extends EmbeddedCases {

    /** The port of the configuration may be taken on this machine. */
    public static class AnyPort implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.kvs.port", "0");
        }
    }
}
