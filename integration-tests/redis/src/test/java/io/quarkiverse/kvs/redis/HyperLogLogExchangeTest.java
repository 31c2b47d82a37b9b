package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/** A HyperLogLog that was filled here goes on in a real Redis, and the other way round. */
class HyperLogLogExchangeTest extends BesideRedis {

    @BeforeEach
    void flush() {
        redis.call("FLUSHALL");
        own.call("FLUSHALL");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 10, 100, 1000, 1500, 2000, 5000, 50_000 })
    void goesFromOneToTheOther(int elements) {
        handOver(redis, own, elements);
        handOver(own, redis, elements);
    }

    private static void handOver(RespConnection from, RespConnection to, int elements) {
        from.call("DEL", "h");
        add(from, 0, elements);
        assertThat(to.call("SET", "h", get(from))).isEqualTo("+OK\r\n");
        assertThat(to.call("PFCOUNT", "h")).isEqualTo(from.call("PFCOUNT", "h"));
        add(from, elements, elements + 500);
        add(to, elements, elements + 500);
        assertThat(to.call("PFCOUNT", "h")).isEqualTo(from.call("PFCOUNT", "h"));
        assertThat(get(to)).isEqualTo(get(from));
    }

    /** In steps, so that every way to split a run is compared, until there are no runs any more. */
    @Test
    void hasTheSameBytesAllTheWay() {
        for (int elements = 0; elements < 3000; elements += 7) {
            add(redis, elements, elements + 7);
            add(own, elements, elements + 7);
            assertThat(get(own)).as("%s elements", elements).isEqualTo(get(redis));
        }
        assertThat(own.call("PFDEBUG", "ENCODING", "h")).isEqualTo("+dense\r\n");
    }

    /** With a seed, so that this either fails or does not. */
    @Test
    void isRefusedAlikeWhenItWasWrittenOver() {
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            redis.call("DEL", "h");
            add(redis, i, i + random.nextInt(300));
            StringBuilder bytes = new StringBuilder(get(redis));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes.setCharAt(16 + random.nextInt(bytes.length() - 16), (char) random.nextInt(256));
            }
            both("SET", "h", bytes.toString());
            refused += both("PFCOUNT", "h").startsWith("-INVALIDOBJ") ? 1 : 0;
            both("PFCOUNT", "h", "g");
            both("PFMERGE", "g", "h");
            both("PFDEBUG", "DECODE", "h");
            both("PFADD", "h", Integer.toString(random.nextInt()));
            both("PFCOUNT", "h");
            both("GET", "h");
            both("PFDEBUG", "TODENSE", "h");
            both("GET", "h");
            both("GET", "g");
        }
        assertThat(refused).isBetween(100, 499);
    }

    private static String both(String... words) {
        String reply = own.call(words);
        assertThat(reply).as("%s", List.of(words)).isEqualTo(redis.call(words));
        return reply;
    }

    private static void add(RespConnection to, int from, int until) {
        List<String> command = new ArrayList<>(List.of("PFADD", "h"));
        IntStream.range(from, until).forEach(i -> command.add("element:" + i));
        to.send(command);
        to.read();
    }

    private static String get(RespConnection from) {
        String reply = from.call("GET", "h");
        assertThat(reply.getBytes(ISO_8859_1)[0]).isEqualTo((byte) '$');
        return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
    }
}
