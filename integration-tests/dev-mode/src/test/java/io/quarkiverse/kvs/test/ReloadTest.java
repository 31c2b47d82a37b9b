package io.quarkiverse.kvs.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.test.persistence.PersistenceReloadTest;
import io.quarkiverse.kvs.test.redis.RedisLiveReloadTest;
import io.quarkiverse.kvs.test.tls.TlsLiveReloadTest;

/** Dev mode: the tests that change an application while it runs. They share one, which is started once. */
class ReloadTest {

    @RegisterExtension
    static final ReloadedApplication APP = ReloadedApplication.get();

    @Nested
    class Server extends LiveReloadTest {
    }

    @Nested
    class Reactive extends ReactiveReloadTest {
    }

    @Nested
    class Script extends ScriptReloadTest {
    }

    @Nested
    class Persistence extends PersistenceReloadTest {
    }

    @Nested
    class Redis extends RedisLiveReloadTest {
    }

    @Nested
    class Tls extends TlsLiveReloadTest {
    }
}
