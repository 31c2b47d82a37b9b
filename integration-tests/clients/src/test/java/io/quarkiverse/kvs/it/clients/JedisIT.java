package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.it.threads.Await;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** Jedis, in both versions of the protocol. */
class JedisIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void strings(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(jedis.ping()).isEqualTo("PONG");
            assertThat(jedis.clientGetname()).isEqualTo("test");
            assertThat(jedis.set("a", "1")).isEqualTo("OK");
            assertThat(jedis.set("a", "2", SetParams.setParams().nx())).isNull();
            assertThat(jedis.setGet("a", "2", SetParams.setParams().ex(100))).isEqualTo("1");
            assertThat(jedis.ttl("a")).isBetween(50L, 100L);
            assertThat(jedis.getEx("a", GetExParams.getExParams().persist())).isEqualTo("2");
            assertThat(jedis.ttl("a")).isEqualTo(-1);
            assertThat(jedis.incrBy("a", 40)).isEqualTo(42);
            assertThat(jedis.incrByFloat("a", 0.5)).isEqualTo(42.5);
            assertThat(jedis.append("a", "x")).isEqualTo(5);
            assertThat(jedis.getrange("a", 0, -2)).isEqualTo("42.5");
            assertThat(jedis.mset("b", "2", "c", "3")).isEqualTo("OK");
            assertThat(jedis.mget("b", "no", "c")).containsExactly("2", null, "3");
            assertThat(jedis.set("binary".getBytes(UTF_8), new byte[] { 0, 13, 10, -1 })).isEqualTo("OK");
            assertThat(jedis.get("binary".getBytes(UTF_8))).containsExactly(0, 13, 10, -1);
            assertThatThrownBy(() -> jedis.incr("binary")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR value is not an integer or out of range");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keys(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            for (int i = 0; i < 1000; i++) {
                jedis.set("key:" + i, "v");
            }
            jedis.set("other", "v");
            Set<String> scanned = new java.util.HashSet<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = jedis.scan(cursor, new ScanParams().match("key:*").count(100));
                scanned.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertThat(scanned).hasSize(1000).doesNotContain("other");
            assertThat(jedis.keys("oth?r")).containsExactly("other");
            assertThat(jedis.dbSize()).isEqualTo(1001);
            assertThat(jedis.rename("other", "another")).isEqualTo("OK");
            assertThat(jedis.copy("another", "copy", false)).isTrue();
            assertThat(jedis.move("copy", 1)).isEqualTo(1);
            assertThat(jedis.exists("copy", "another")).isEqualTo(1);
            assertThat(jedis.type("another")).isEqualTo("string");
            assertThat(jedis.objectEncoding("another")).isEqualTo("embstr");
            assertThat(jedis.pexpire("another", 20)).isEqualTo(1);
            Await.until("what has expired is gone", () -> jedis.dbSize() == 1000);
            assertThat(jedis.exists("another")).isFalse();
            assertThat(jedis.unlink("key:1", "key:2")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void transactions(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol); Jedis other = REDIS.connect(protocol)) {
            Transaction transaction = jedis.multi();
            Response<String> set = transaction.set("a", "x");
            Response<Long> wrong = transaction.incr("a");
            Response<String> get = transaction.get("a");
            assertThat(transaction.exec()).hasSize(3);
            assertThat(set.get()).isEqualTo("OK");
            assertThatThrownBy(wrong::get).isInstanceOf(JedisDataException.class);
            assertThat(get.get()).isEqualTo("x");

            jedis.watch("a");
            other.set("a", "y");
            transaction = jedis.multi();
            transaction.set("a", "z");
            assertThat(transaction.exec()).isNull();
            assertThat(jedis.get("a")).isEqualTo("y");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void pipelines(RedisProtocol protocol) {
        try (Jedis jedis = REDIS.connect(protocol)) {
            Pipeline pipeline = jedis.pipelined();
            List<Response<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                counts.add(pipeline.incr("n"));
            }
            pipeline.sync();
            for (int i = 0; i < 1000; i++) {
                assertThat(counts.get(i).get()).isEqualTo(i + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void channels(RedisProtocol protocol) throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int subscribed) {
                seen.add("subscribed to " + channel);
            }

            @Override
            public void onPSubscribe(String pattern, int subscribed) {
                seen.add("subscribed to " + pattern);
            }

            @Override
            public void onMessage(String channel, String message) {
                seen.add(channel + "=" + message);
            }

            @Override
            public void onPMessage(String pattern, String channel, String message) {
                seen.add(pattern + ":" + channel + "=" + message);
            }
        };
        Thread subscriber = new Thread(() -> {
            try (Jedis jedis = REDIS.connect(protocol)) {
                jedis.subscribe(listener, "news");
            }
        });
        subscriber.start();
        try (Jedis jedis = REDIS.connect(protocol)) {
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("subscribed to news");
            listener.psubscribe("n*");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("subscribed to n*");
            assertThat(jedis.publish("news", "hello")).isEqualTo(2);
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("news=hello");
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("n*:news=hello");
            assertThat(jedis.pubsubChannels()).containsExactly("news");
        }
        listener.unsubscribe();
        listener.punsubscribe();
        subscriber.join(5_000);
        assertThat(subscriber.isAlive()).isFalse();
    }
}
