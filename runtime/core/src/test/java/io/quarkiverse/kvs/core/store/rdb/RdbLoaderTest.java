package io.quarkiverse.kvs.core.store.rdb;

import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.file;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.number;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.AccessFrequency;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader.Duplicates;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader.Expired;
import io.quarkiverse.kvs.core.store.value.Value;

class RdbLoaderTest {

    private static final long NOW = 1_700_000_000_000L;

    private final List<String> functions = new ArrayList<>();
    private Store store;

    @BeforeEach
    void start() {
        store = new Store(4);
    }

    private RdbLoader load(Expired expired, Duplicates duplicates, String content) throws IOException {
        RdbLoader loader = new RdbLoader(store, NOW, expired, duplicates, code -> functions.add(code.latin1()));
        byte[] file = file(11, content);
        new RdbFileReader(new ByteArrayInputStream(file), file.length, RdbFiles.LIMITS, true).read(loader);
        return loader;
    }

    /** All keys, at a time when none has expired. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        store.clockTurned();
        Gate gate = new Gate(store);
        gate.withoutExpiry();
        gate.open(Store.ALL, 0);
        try {
            for (int i = 0; i < 4; i++) {
                Keyspace keyspace = gate.database(i);
                String prefix = i + " ";
                keyspace.walk().forEach(name -> {
                    Key key = new Key().show(name.copy());
                    long expireAt = keyspace.edit().expireAt(key);
                    contents.put(prefix + key.latin1(), SoundValue.contents(keyspace.valueUnnoticed(key))
                            + (expireAt == Keyspace.NEVER ? "" : " until " + (expireAt - NOW)));
                    return true;
                });
            }
        } finally {
            gate.close();
        }
        return contents;
    }

    private static String until(long millisFromNow) {
        return "\374" + number(NOW + millisFromNow, 8);
    }

    private static final String SOME = "\365\4code\376\0\373\3\2\0\1a\1x" + until(5) + "\1\1b\2\1x\1y" + until(-5) + "\0\1c\1x"
            + until(-5) + "\2\1d\1\1x" + "\376\3\0\1a\1z";

    @Test
    void leavesOutWhatHasExpired() throws IOException {
        RdbLoader loader = load(Expired.DROPPED, Duplicates.REFUSED, SOME);

        assertThat(contents()).isEqualTo(Map.of("0 a", "[x]", "0 b", "[x, y] until 5", "3 a", "[z]"));
        assertThat(loader.keys()).isEqualTo(3);
        assertThat(loader.dropped()).isEqualTo(2);
        assertThat(functions).containsExactly("code");
    }

    @Test
    void keepsWhatHasExpired() throws IOException {
        RdbLoader loader = load(Expired.KEPT, Duplicates.REFUSED, SOME);

        assertThat(contents()).isEqualTo(Map.of("0 a", "[x]", "0 b", "[x, y] until 5", "3 a", "[z]", "0 c", "[x] until -5",
                "0 d", "[x] until -5"));
        assertThat(loader.keys()).isEqualTo(5);
        assertThat(loader.dropped()).isZero();
    }

    @Test
    void refusesKeysThatAreThereTwice() {
        for (String second : List.of("\0\1a\1y", "\1\1a\1\1y")) {
            store = new Store(4);
            assertThatExceptionOfType(RdbFileException.class)
                    .isThrownBy(() -> load(Expired.DROPPED, Duplicates.REFUSED, "\376\2\0\1a\1x" + second))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("RDB has duplicated key 'a' in DB 2"));
            assertThat(contents()).isEqualTo(Map.of("2 a", "[x]"));
        }
    }

    @Test
    void replacesKeysThatAreThereTwice() throws IOException {
        RdbLoader loader = load(Expired.DROPPED, Duplicates.REPLACED,
                until(9) + "\0\1a\1x" + "\0\1b\1x" + "\0\1a\1y" + until(5) + "\1\1b\1\1y");

        assertThat(contents()).isEqualTo(Map.of("0 a", "[y]", "0 b", "[y] until 5"));
        assertThat(loader.keys()).isEqualTo(2);
    }

    /** Short strings wait for others of their segment, long ones do not: what comes last counts all the same. */
    @Test
    void theLastOneCounts() throws IOException {
        int keys = 70_000;
        byte[] file = RdbFiles.write(false, true, writer -> {
            writer.database(0, 0, 0);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < keys; i++) {
                    writer.entry(new Key().show(("key" + i).getBytes(ISO_8859_1)),
                            new Bytes().show(string(round, i).getBytes(ISO_8859_1)), NOW + 1 + round);
                }
            }
        });
        RdbLoader loader = new RdbLoader(store, NOW, Expired.DROPPED, Duplicates.REPLACED, code -> {
        });

        new RdbFileReader(new ByteArrayInputStream(file), file.length, RdbFiles.LIMITS, true).read(loader);

        assertThat(loader.keys()).isEqualTo(keys);
        Map<String, String> contents = contents();
        assertThat(contents).hasSize(keys);
        for (int i = 0; i < keys; i++) {
            assertThat(contents.get("0 key" + i)).isEqualTo("[" + string(2, i) + "] until 3");
        }
    }

    /** Some are long, in one round or the other. */
    private static String string(int round, int number) {
        return ("v" + round + " " + number).repeat(number % 100 == round ? 300 : 1);
    }

    @Test
    void refusesDatabasesThatThereAreNot() {
        for (String number : List.of("\4", "\200\377\377\377\377", "\201\177\377\377\377\377\377\377\377")) {
            assertThatExceptionOfType(RdbFileException.class)
                    .isThrownBy(() -> load(Expired.DROPPED, Duplicates.REFUSED, "\376" + number + "\0\1a\1x"))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("FATAL: Data file was created with a Redis server "
                            + "configured to handle more than 4 databases. Exiting"));
        }
    }

    @Test
    void doesNotBelieveHowManyKeysThereAre() throws IOException {
        load(Expired.DROPPED, Duplicates.REFUSED, "\373\201\177\377\377\377\377\377\377\377\0\0\1a\1x");
        assertThat(contents()).isEqualTo(Map.of("0 a", "[x]"));
        assertThat(store.tableMemory()).isLessThan(100_000);
    }

    @Test
    void makesRoomOnce() throws IOException {
        byte[] file = RdbFiles.write(false, true, writer -> {
            writer.database(0, 0, 0);
            writer.database(1, 40_000, 0);
            for (int i = 0; i < 40_000; i++) {
                writer.entry(new Key().show(("key" + i).getBytes(ISO_8859_1)), new Key().show(new byte[] { 'x' }), -1);
            }
        });
        List<Long> memory = new ArrayList<>();
        RdbLoader loader = new RdbLoader(store, NOW, Expired.DROPPED, Duplicates.REFUSED, code -> {
        });
        new RdbFileReader(new ByteArrayInputStream(file), file.length, RdbFiles.LIMITS, true).read(new RdbVisitor() {
            @Override
            public void database(int number) {
                loader.database(number);
            }

            @Override
            public void sizes(long keys, long expiring) {
                loader.sizes(keys, expiring);
                memory.add(store.tableMemory());
            }

            @Override
            public void entry(RdbKey key, Value value) {
                loader.entry(key, value);
            }
        });
        assertThat(store.tableMemory()).isEqualTo(memory.get(1)).isGreaterThan(40_000 * 5);
        assertThat(memory.get(0)).isZero();
        assertThat(store.memory()).isGreaterThan(store.tableMemory());
    }

    @Test
    void keepsHowKeysWereUsed() throws IOException {
        String content = "\370\12\0\1a\1x\371\12\0\1b\1x\0\1c\1x\370\5\1\1d\1\1x";
        load(Expired.DROPPED, Duplicates.REFUSED, content);
        assertThat(List.of(idle("a"), idle("b"), idle("c"), idle("d"))).containsExactly(10L, 0L, 0L, 5L);

        store = new Store(4);
        store.frequency(new AccessFrequency(10, 1));
        load(Expired.DROPPED, Duplicates.REFUSED, content);
        assertThat(List.of(frequency("a"), frequency("b"), frequency("c"))).containsExactly(5, 10, 5);
    }

    private long idle(String name) {
        Key key = new Key().show(name.getBytes(ISO_8859_1));
        Gate gate = new Gate(store);
        gate.open(key.segment(), NOW);
        try {
            return gate.database(0).usage().idleSeconds(key);
        } finally {
            gate.close();
        }
    }

    private int frequency(String name) {
        Key key = new Key().show(name.getBytes(ISO_8859_1));
        Gate gate = new Gate(store);
        gate.open(key.segment(), NOW);
        try {
            return gate.database(0).usage().frequency(key);
        } finally {
            gate.close();
        }
    }
}
