package io.quarkiverse.kvs.test;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the server of the application injectable, in its tests only: nothing of this is there in production. */
@Singleton
final class KvsTestServerProducer {

    @Produces
    @Singleton
    KvsTestServer ofApplication() {
        return KvsTestServer.ofApplication();
    }
}
