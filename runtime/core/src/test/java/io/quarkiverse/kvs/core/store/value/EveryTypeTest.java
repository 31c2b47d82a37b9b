package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;

/**
 * What a type of value has to have, beside its commands. A type that is added fails here until it does: the compiler asks for a
 * sample, and each test tells what is missing.
 */
class EveryTypeTest {

    private static final int MANY = 1000;

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    /** Commands that make {@code key} hold a value of a type; a large one is not stored as a small one is. */
    private static List<String> sample(ValueType type, boolean large) {
        return switch (type) {
            case STRING -> List.of("SET key " + (large ? "x".repeat(MANY) : "12"));
            case LIST -> elements(large, i -> "RPUSH key e" + i);
            case SET -> elements(large, i -> "SADD key m" + i);
            case ZSET -> elements(large, i -> "ZADD key " + i + ".5 m" + i);
            case HASH -> elements(large, i -> "HSET key f" + i + " v" + i);
            case ORDERED_MAP -> elements(large, i -> "OM.SET key f" + i + " v" + i);
            case STREAM -> elements(large, i -> "XADD key 1-" + (i + 1) + " f" + i + " v" + i);
        };
    }

    private static List<String> elements(boolean large, java.util.function.IntFunction<String> command) {
        return IntStream.range(0, large ? MANY : 3).mapToObj(command).toList();
    }

    private void create(ValueType type, boolean large) {
        client.line("FLUSHALL");
        sample(type, large).forEach(command -> assertThat(client.line(command)).doesNotStartWith("-"));
    }

    @ParameterizedTest
    @EnumSource
    void typeIsToldAndFoundAgain(ValueType type) {
        create(type, false);
        assertThat(client.line("TYPE key")).isEqualTo("+" + type.text() + "\r\n");
        assertThat(client.line("SCAN 0 TYPE " + type.text())).contains("key");
        assertThat(client.line("OBJECT ENCODING key")).startsWith("$").isNotEqualTo("$-1\r\n");
        assertThat(ValueType.named(type.text())).contains(type);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameAfterDumpAndRestore(ValueType type) {
        for (boolean large : List.of(false, true)) {
            create(type, large);
            String digest = client.line("DEBUG DIGEST FULL");
            Value value = value();
            Bytes payload = DumpPayload.of(value, null);
            client.line("DEL key");
            assertThat(client.call("RESTORE", "key", "0", payload.latin1())).isEqualTo("+OK\r\n");
            assertThat(client.line("DEBUG DIGEST FULL")).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameAfterTheCommandsThatRecreateIt(ValueType type) {
        for (boolean large : List.of(false, true)) {
            create(type, large);
            String digest = client.line("DEBUG DIGEST FULL");
            Value value = value();
            List<String[]> commands = new ArrayList<>();
            type.description().recreate(value, "key".getBytes(ISO_8859_1), words -> commands
                    .add(Stream.of(words).map(word -> new String(word, ISO_8859_1)).toArray(String[]::new)));
            client.line("DEL key");
            assertThat(commands).allSatisfy(words -> assertThat(words.length).isLessThan(200));
            commands.forEach(words -> assertThat(client.call(words)).doesNotStartWith("-"));
            assertThat(client.line("DEBUG DIGEST FULL")).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void differsFromOthers(ValueType type) {
        Set<String> digests = new HashSet<>();
        client.line("FLUSHALL");
        digests.add(client.line("DEBUG DIGEST FULL"));
        for (String command : sample(type, true)) {
            client.line(command);
            assertThat(digests.add(client.line("DEBUG DIGEST FULL"))).as(command).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsItsMemoryAndACopyIsItsOwn(ValueType type) {
        create(type, false);
        long small = value().memory();
        create(type, true);
        Value large = value();
        assertThat(large.memory()).isGreaterThan(small).isGreaterThan(MANY);
        Value copy = large.copy();
        assertThat(copy.type()).isEqualTo(type);
        assertThat(copy.encoding()).isEqualTo(large.encoding());
        client.line("DEL key");
        assertThat(type.description().length(copy)).isGreaterThanOrEqualTo(MANY);
        assertThat(copy.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void isShownAPageAtATime(ValueType type) {
        create(type, true);
        TypeDescription<?> description = type.description();
        Value value = value();
        Set<String> names = new HashSet<>();
        int pages = 0;
        long cursor = 0;
        do {
            cursor = description.elements(value, cursor, 100, (name, element) -> names.add(name.latin1()));
            pages++;
        } while (cursor != 0);
        boolean text = description.shape() == TypeDescription.Shape.TEXT;
        assertThat(names).hasSize(text ? 0 : MANY);
        assertThat(pages).isBetween(1, MANY);
        assertThat(description.length(value)).isEqualTo(MANY);
        assertThat(description.elements(value, Integer.MAX_VALUE, 10, (name, element) -> {
        })).isBetween(0L, 0xffff_ffffL);
    }

    @ParameterizedTest
    @EnumSource
    void isCreatedOfOneElement(ValueType type) {
        byte[][] words = type.description().creating("key".getBytes(ISO_8859_1), "7".getBytes(ISO_8859_1),
                "8".getBytes(ISO_8859_1));
        assertThat(client.call(Stream.of(words).map(word -> new String(word, ISO_8859_1)).toArray(String[]::new)))
                .doesNotStartWith("-");
        assertThat(client.line("TYPE key")).isEqualTo("+" + type.text() + "\r\n");
    }

    /** What the key holds. */
    private Value value() {
        Gate gate = new Gate(server.state().store());
        gate.open(Store.ALL, server.now());
        try {
            return gate.database(0).valueUnnoticed(new Key().show("key".getBytes(ISO_8859_1)));
        } finally {
            gate.close();
        }
    }
}
