package io.quarkiverse.kvs.dynamodb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** Tables against a map of items: indexes, streams, sizes and expiry after random changes, and once more from the files. */
class TablesModelTest {

    private static final KeySchema KEYS = new KeySchema(new KeyAttribute("p", AttributeType.S),
            new KeyAttribute("s", AttributeType.N));
    private static final IndexDescription GLOBAL = new IndexDescription("byColor", true,
            new KeySchema(new KeyAttribute("color", AttributeType.S), new KeyAttribute("weight", AttributeType.N)),
            IndexDescription.Projection.ALL, List.of(), Throughput.NONE, 0);
    private static final IndexDescription LOCAL = new IndexDescription("byWeight", false,
            new KeySchema(new KeyAttribute("p", AttributeType.S), new KeyAttribute("weight", AttributeType.N)),
            IndexDescription.Projection.ALL, List.of(), Throughput.NONE, 0);

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);

    private ServerState server(PersistenceSettings.Initial persistence) {
        return server(persistence, clock::get);
    }

    private static ServerState server(PersistenceSettings.Initial persistence, LongSupplier time) {
        Settings.Initial defaults = Settings.Initial.defaults();
        ServerState server = new ServerState(new Store(1),
                new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(), 0, "", 1,
                        "localhost", false, defaults.memory(), persistence)),
                time, System::nanoTime);
        server.persistence().start(false, () -> {
        });
        server.persistence().awaitLoaded();
        return server;
    }

    private static TableDescription.Draft draft() {
        TableDescription.Draft draft = new TableDescription.Draft();
        draft.name = "things";
        draft.id = "id-1";
        draft.keys = KEYS;
        draft.indexes = List.of(GLOBAL, LOCAL);
        return draft;
    }

    private static AttributeValue number(long value) {
        return new AttributeValue.N(new BigDecimal(value).stripTrailingZeros());
    }

    private static Map<String, AttributeValue> item(SplittableRandom random) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("p", new AttributeValue.S("p" + random.nextInt(5)));
        item.put("s", number(random.nextInt(20)));
        if (random.nextInt(4) > 0) {
            item.put("color", random.nextInt(6) == 0 ? number(1) : new AttributeValue.S("c" + random.nextInt(3)));
        }
        if (random.nextInt(4) > 0) {
            item.put("weight", number(random.nextInt(-5, 6)));
        }
        return item;
    }

    private static void change(Tables tables, Table table, SplittableRandom random,
            Map<Object, Map<String, AttributeValue>> model,
            List<String> events) {
        Map<String, AttributeValue> item = item(random);
        byte[] key = KEYS.keyOf(item);
        Object name = List.of(item.get("p"), item.get("s"));
        boolean delete = random.nextInt(3) == 0;
        tables.session(true).change(table, change -> {
            Map<String, AttributeValue> before = change.get(table, key);
            assertThat(before).isEqualTo(model.get(name));
            if (delete) {
                change.delete(table, key, before);
            } else {
                change.put(table, key, before, item);
            }
            return null;
        });
        Map<String, AttributeValue> before = delete ? model.remove(name) : model.put(name, item);
        if (delete ? before != null : !item.equals(before)) {
            events.add(delete ? "REMOVE" : before == null ? "INSERT" : "MODIFY");
        }
    }

    private static List<Map<String, AttributeValue>> all(Tables tables, Table table, IndexDescription index) {
        View view = tables.session(true).view(table, index);
        List<Map<String, AttributeValue>> all = new ArrayList<>();
        Rows rows = view.rows(KeyBound.START, KeyBound.END, true);
        while (rows.next()) {
            all.add(rows.item());
        }
        List<Map<String, AttributeValue>> backward = new ArrayList<>();
        for (Rows back = view.rows(KeyBound.START, KeyBound.END, false); back.next();) {
            backward.add(0, back.item());
        }
        assertThat(backward).isEqualTo(all);
        return all;
    }

    private static void check(Tables tables, Table table, Map<Object, Map<String, AttributeValue>> model) {
        assertThat(all(tables, table, null)).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(table.bytes()).isEqualTo(model.values().stream().mapToInt(ItemSize::of).sum());
        for (IndexDescription index : table.description().indexes()) {
            List<Map<String, AttributeValue>> expected = model.values().stream()
                    .filter(item -> index.keys().keyOf(item) != null).toList();
            List<Map<String, AttributeValue>> found = all(tables, table, index);
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            Map<AttributeValue, List<Map<String, AttributeValue>>> partitions = new HashMap<>();
            found.forEach(item -> partitions.computeIfAbsent(item.get(index.keys().hash().name()), any -> new ArrayList<>())
                    .add(item));
            partitions.values().forEach(partition -> assertThat(partition).isSortedAccordingTo(
                    Comparator.comparing(item -> ((AttributeValue.N) item.get("weight")).value())));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void indexesAreWhatAFullScanFinds(int seed) {
        Tables tables = new Tables(server(PersistenceSettings.Initial.OFF), 0);
        tables.create(draft().done());
        Table table = tables.find("things");
        SplittableRandom random = new SplittableRandom(seed);
        Map<Object, Map<String, AttributeValue>> model = new HashMap<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 50; i++) {
                change(tables, table, random, model, new ArrayList<>());
            }
            check(tables, table, model);
        }
    }

    @Test
    void anIndexThatIsAddedHoldsWhatIsThere() {
        Tables tables = new Tables(server(PersistenceSettings.Initial.OFF), 0);
        TableDescription.Draft first = draft();
        first.indexes = List.of();
        tables.create(first.done());
        Table table = tables.find("things");
        SplittableRandom random = new SplittableRandom(4);
        Map<Object, Map<String, AttributeValue>> model = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            change(tables, table, random, model, new ArrayList<>());
        }
        tables.change(table, description -> {
            TableDescription.Draft with = description.change();
            with.indexes = List.of(GLOBAL);
            return with.done();
        });
        check(tables, table, model);
        tables.change(table, description -> {
            TableDescription.Draft without = description.change();
            without.indexes = List.of();
            return without.done();
        });
        for (int i = 0; i < 200; i++) {
            change(tables, table, random, model, new ArrayList<>());
        }
        tables.change(table, description -> {
            TableDescription.Draft with = description.change();
            with.indexes = List.of(GLOBAL);
            return with.done();
        });
        check(tables, table, model);
    }

    @Test
    void aStreamTellsOfEachChange() {
        Tables tables = new Tables(server(PersistenceSettings.Initial.OFF), 0);
        TableDescription.Draft with = draft();
        with.stream = new StreamDescription(StreamDescription.View.NEW_AND_OLD_IMAGES, "now");
        tables.create(with.done());
        Table table = tables.find("things");
        SplittableRandom random = new SplittableRandom(5);
        List<String> events = new ArrayList<>();
        Map<Object, Map<String, AttributeValue>> model = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            change(tables, table, random, model, events);
        }
        List<StreamRecord> records = tables.records(table, 0, Integer.MAX_VALUE);
        assertThat(records).extracting(StreamRecord::event).isEqualTo(events);
        Map<Object, Map<String, AttributeValue>> replayed = new HashMap<>();
        for (StreamRecord record : records) {
            assertThat(replayed.get(record.keys())).isEqualTo(record.before());
            if (record.after() == null) {
                replayed.remove(record.keys());
            } else {
                replayed.put(record.keys(), record.after());
            }
        }
        assertThat(replayed.values()).containsExactlyInAnyOrderElementsOf(model.values());
        clock.addAndGet(Tables.STREAM_MILLIS + 1);
        tables.maintain();
        assertThat(tables.records(table, 0, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void itemsWhoseTimeIsOverGo() {
        Tables tables = new Tables(server(PersistenceSettings.Initial.OFF), 0);
        tables.create(draft().done());
        Table table = tables.find("things");
        long now = clock.get() / 1000;
        Map<String, Long> expiries = Map.of("past", now - 1, "future", now + 60, "long ago", now - 6L * 365 * 24 * 3600);
        expiries.forEach((name, at) -> put(tables, table, name, number(at)));
        put(tables, table, "text", new AttributeValue.S("soon"));
        tables.change(table, description -> {
            TableDescription.Draft with = description.change();
            with.ttl = "at";
            return with.done();
        });
        put(tables, table, "later", number(now - 10));
        tables.maintain();
        assertThat(names(tables, table)).containsExactlyInAnyOrder("future", "long ago", "text");
        clock.addAndGet(61_000);
        tables.maintain();
        assertThat(names(tables, table)).containsExactlyInAnyOrder("long ago", "text");
    }

    @Test
    void aTableThatIsRemovedMeanwhileDoesNotKeepOthersFromTheirTurn() {
        AtomicReference<Runnable> atALook = new AtomicReference<>();
        Tables tables = new Tables(server(PersistenceSettings.Initial.OFF, () -> {
            Runnable once = atALook.getAndSet(null);
            if (once != null) {
                once.run();
            }
            return clock.get();
        }), 0);
        for (String name : List.of("first", "second")) {
            TableDescription.Draft with = draft();
            with.name = name;
            with.id = name;
            with.ttl = "at";
            tables.create(with.done());
            put(tables, tables.find(name), "past", number(clock.get() / 1000 - 1));
        }
        Table first = tables.find("first");
        Table second = tables.find("second");
        // At the first look at the clock it is found what is due; at the second one, the gate is about to open.
        atALook.set(() -> atALook.set(() -> tables.remove(first)));
        tables.maintain();
        assertThat(first.isThere()).isFalse();
        assertThat(names(tables, second)).isEmpty();
    }

    private static void put(Tables tables, Table table, String name, AttributeValue at) {
        Map<String, AttributeValue> item = Map.of("p", new AttributeValue.S(name), "s", number(1), "at", at);
        tables.session(true).change(table, change -> {
            change.put(table, KEYS.keyOf(item), null, item);
            return null;
        });
    }

    private static List<String> names(Tables tables, Table table) {
        return all(tables, table, null).stream().map(item -> ((AttributeValue.S) item.get("p")).value()).toList();
    }

    @Test
    void allOfItIsThereAgainAfterARestart(@TempDir Path directory) {
        PersistenceSettings.Initial files = PersistenceSettings.Initial.OFF.withAppendOnly(directory, FsyncPolicy.ALWAYS);
        ServerState first = server(files);
        Tables tables = new Tables(first, 0);
        TableDescription.Draft with = draft();
        with.tags = Map.of("a", "b");
        tables.create(with.done());
        Table table = tables.find("things");
        SplittableRandom random = new SplittableRandom(6);
        Map<Object, Map<String, AttributeValue>> model = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            change(tables, table, random, model, new ArrayList<>());
        }
        first.persistence().close();
        ServerState second = server(files);
        Tables again = new Tables(second, 0);
        check(again, again.find("things"), model);
        assertThat(again.find("things").description().tags()).isEqualTo(Map.of("a", "b"));
        again.remove(again.find("things"));
        assertThat(again.find("things")).isNull();
        second.persistence().close();
        ServerState third = server(files);
        assertThat(new Tables(third, 0).all()).isEmpty();
        third.persistence().close();
    }
}
