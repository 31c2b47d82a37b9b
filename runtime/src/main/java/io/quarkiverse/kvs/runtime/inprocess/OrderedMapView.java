package io.quarkiverse.kvs.runtime.inprocess;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredOrderedMap;

/** An ordered map by its commands. */
final class OrderedMapView extends KeyView implements StoredOrderedMap {

    private static final String START = "-";
    private static final String END = "+";

    OrderedMapView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public String get(String name) {
        return text("OM.GET", name);
    }

    @Override
    public List<String> get(List<String> names) {
        return names.isEmpty() ? List.of() : ask(KeyView::strings, "OM.MGET", names.toArray(String[]::new));
    }

    @Override
    public boolean set(String name, String value) {
        return isPositive("OM.SET", name, value);
    }

    @Override
    public long set(Map<String, String> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> {
            words.add(name);
            words.add(value);
        });
        return number("OM.SET", words.toArray(String[]::new));
    }

    @Override
    public boolean setIfAbsent(String name, String value) {
        return isPositive("OM.SET", name, value, "NX");
    }

    @Override
    public void batch(Consumer<Batch> changes) {
        Collected collected = new Collected();
        changes.accept(collected);
        if (!collected.words.isEmpty()) {
            tell("OM.WRITE", collected.words.toArray(String[]::new));
        }
    }

    /** The words of OM.WRITE. */
    private static final class Collected implements Batch {

        private final List<String> words = new ArrayList<>();

        @Override
        public Batch set(String name, String value) {
            words.addAll(List.of("SET", name, value));
            return this;
        }

        @Override
        public Batch remove(String name) {
            words.addAll(List.of("DEL", name));
            return this;
        }
    }

    @Override
    public long remove(String... names) {
        return names.length == 0 ? 0 : number("OM.DEL", names);
    }

    @Override
    public boolean contains(String name) {
        return isPositive("OM.EXISTS", name);
    }

    @Override
    public long size() {
        return number("OM.LEN");
    }

    @Override
    public Map<String, String> range(String from, String to, long count) {
        return ask(OrderedMapView::entries, "OM.RANGE", from(from), to(to), "LIMIT", "0", limit(count), "WITHVALUES");
    }

    @Override
    public Map<String, String> descendingRange(String from, String to, long count) {
        return ask(OrderedMapView::entries, "OM.RANGE", to(to), from(from), "REV", "LIMIT", "0", limit(count), "WITHVALUES");
    }

    @Override
    public Map<String, String> prefix(String prefix, long count) {
        return ask(OrderedMapView::entries, "OM.RANGE", "PREFIX", requireNonNull(prefix, "prefix"), "LIMIT", "0", limit(count),
                "WITHVALUES");
    }

    @Override
    public long count(String from, String to) {
        return number("OM.COUNT", from(from), to(to));
    }

    @Override
    public long removeRange(String from, String to) {
        return number("OM.REMRANGE", from(from), to(to));
    }

    @Override
    public Map<String, String> removeFirst(long count) {
        return ask(OrderedMapView::entries, "OM.POPFIRST", limit(count));
    }

    @Override
    public Map<String, String> removeLast(long count) {
        return ask(OrderedMapView::entries, "OM.POPLAST", limit(count));
    }

    private static String from(String name) {
        return name == null ? START : "[" + name;
    }

    private static String to(String name) {
        return name == null ? END : "(" + name;
    }

    private static String limit(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a number of entries is not negative, as is " + count);
        }
        return Long.toString(count);
    }

    private static Map<String, String> entries(Reply reply) {
        Map<String, String> entries = new LinkedHashMap<>();
        reply.asList().forEach(pair -> {
            List<Reply> nameAndValue = pair.asList();
            entries.put(nameAndValue.get(0).asString(), nameAndValue.get(1).asString());
        });
        return entries;
    }
}
