package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Users with rights with Jedis. */
@OwnServer
class JedisAclIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @AfterEach
    void removeUsers() {
        try (Jedis jedis = REDIS.connect(RedisProtocol.RESP2)) {
            jedis.aclDelUser("ada");
            jedis.aclLogReset();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void users(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Jedis ada = REDIS.connectAgain(protocol)) {
            assertThat(jedis.aclWhoAmI()).isEqualTo("default");
            assertThat(jedis.aclSetUser("ada", "on", ">secret", "~orders:*", "%R~prices:*", "&news", "+@read", "+set", "-keys"))
                    .isEqualTo("OK");
            assertThat(jedis.aclUsers()).containsExactlyInAnyOrder("default", "ada");
            assertThat(jedis.aclGetUser("ada")).satisfies(user -> {
                assertThat(user.getFlags()).contains("on");
                assertThat(user.getPasswords()).hasSize(1);
                assertThat(user.getCommands().split(" ")).containsExactlyInAnyOrder("-@all", "+@read", "+set", "-keys");
            });
            assertThat(jedis.aclDryRun("ada", "SET", "orders:1", "x")).isEqualTo("OK");
            assertThat(jedis.aclDryRun("ada", "SET", "prices:1", "x"))
                    .isEqualTo("This user has no permissions to access the 'prices:1' key");

            assertThatThrownBy(() -> ada.auth("ada", "wrong")).isInstanceOf(JedisAccessControlException.class)
                    .hasMessage("WRONGPASS invalid username-password pair or user is disabled.");
            assertThat(ada.auth("ada", "secret")).isEqualTo("OK");
            assertThat(ada.set("orders:1", "paid")).isEqualTo("OK");
            assertThat(ada.get("prices:1")).isNull();
            assertThatThrownBy(() -> ada.del("orders:1")).isInstanceOf(JedisDataException.class)
                    .hasMessage("NOPERM this user has no permissions to run the 'del' command");
            assertThatThrownBy(() -> ada.set("prices:1", "0"))
                    .hasMessage("NOPERM this user has no permissions to access one of the keys used as arguments");

            assertThat(jedis.aclLog(2)).satisfiesExactly(last -> {
                assertThat(last.getReason()).isEqualTo("key");
                assertThat(last.getObject()).isEqualTo("prices:1");
                assertThat(last.getUsername()).isEqualTo("ada");
            }, before -> assertThat(before.getReason()).isEqualTo("command"));
            assertThat(jedis.aclDelUser("ada", "nobody")).isEqualTo(1);
            assertThatThrownBy(() -> ada.get("orders:1")).as("its connection is closed")
                    .isInstanceOf(JedisConnectionException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void categories(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.aclCat()).contains("keyspace", "stream", "dangerous", "scripting");
            assertThat(jedis.aclCat("stream")).contains("xadd", "xreadgroup");
            assertThat(jedis.aclGenPass()).matches("[0-9a-f]{64}");
            assertThat(jedis.aclList()).containsExactly("user default on nopass ~* &* +@all");
        }
    }
}
