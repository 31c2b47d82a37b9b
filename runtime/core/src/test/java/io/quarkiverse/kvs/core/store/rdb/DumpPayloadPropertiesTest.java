package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetBuilder;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamLimits;
import io.quarkiverse.kvs.core.store.value.StreamValue;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Values of all types and sizes come back from their payloads; what is cut off, or contradicts itself, does
 * not.
 */
class DumpPayloadPropertiesTest {

    private static final LzfCompressor COMPRESSOR = new LzfCompressor();
    private static final PackingLimits PACKING = new PackingLimits(5, 20);
    private static final ValueLimits LIMITS = new ValueLimits(1_000_000, PACKING, PACKING, 5, NodeLimits.of(-1));

    @Property
    void comesBack(@ForAll("values") Value value, @ForAll boolean compressed) {
        Bytes payload = DumpPayload.of(value, compressed ? COMPRESSOR : null);
        assertThat(DumpPayload.isIntact(payload)).isTrue();
        Value back = DumpPayload.read(payload, LIMITS);
        assertThat(SoundValue.contents(back)).isEqualTo(SoundValue.contents(value));
        assertThat(back.encoding()).isEqualTo(value.encoding());
    }

    @Property(tries = 300)
    void isNotIntactWhereABitIsWrong(@ForAll("values") Value value, @ForAll int place, @ForAll int bit) {
        byte[] payload = DumpPayload.of(value, COMPRESSOR).copy();
        payload[Math.floorMod(place, payload.length)] ^= (byte) (1 << Math.floorMod(bit, Byte.SIZE));
        assertThat(DumpPayload.isIntact(new Bytes().show(payload))).isFalse();
    }

    @Property(tries = 300)
    void isRefusedWhereItIsCutOff(@ForAll("values") Value value, @ForAll boolean compressed) {
        String content = Payloads.open(DumpPayload.of(value, compressed ? COMPRESSOR : null).latin1());
        for (int length = 0; length < content.length(); length += 1 + length / 50) {
            String part = content.substring(0, length);
            assertThatExceptionOfType(RdbFormatException.class).as(part).isThrownBy(() -> read(part));
        }
    }

    /** Numbers of elements, and lengths, that are more than the memory of any machine. */
    @Example
    void doesNotBelieveHugeNumbers() {
        for (int type : new int[] { 1, 2, 3, 4, 5, 14, 15, 18, 19, 21 }) {
            for (String count : List.of("\200\377\377\377\377", "\201\0\0\0\1\0\0\0\0", "\201\177\377\377\377\377\377\377\377",
                    "\201\377\377\377\377\377\377\377\377")) {
                assertIsRefusedAtOnce((char) type + count);
                assertIsRefusedAtOnce((char) type + count + "\1a\1b\1c\1d");
                assertIsRefusedAtOnce((char) type + "\1" + count + "\1b");
            }
        }
        for (int type : new int[] { 0, 9, 10, 11, 12, 13, 16, 17 }) {
            for (String length : List.of("\200\177\377\377\377", "\201\177\377\377\377\377\377\377\377", "\277", "\303")) {
                assertIsRefusedAtOnce((char) type + length + "abc");
                assertIsRefusedAtOnce((char) type + "\303" + length + "\5abc");
                assertIsRefusedAtOnce((char) type + "\303\3" + length + "abc");
            }
        }
        assertIsRefusedAtOnce("\13\12\2\0\0\0\377\377\377\377\1\0");
        assertIsRefusedAtOnce("\13\12\10\0\0\0\0\0\0\40\1\0");
    }

    private static void assertIsRefusedAtOnce(String content) {
        Allocation.assertIsLessThan(200_000,
                () -> assertThatExceptionOfType(RdbFormatException.class).isThrownBy(() -> read(content)), "%s", content);
    }

    @Example
    void takesNoStringThatIsTooLongForTheServer() {
        StringValue string = new StringValue(new byte[(int) LIMITS.stringBytes() + 1],
                StringEncoding.AUTO);
        Bytes payload = DumpPayload.of(string, COMPRESSOR);
        assertThatExceptionOfType(RdbFormatException.class).isThrownBy(() -> DumpPayload.read(payload, LIMITS));
        assertThat(DumpPayload.read(payload, new ValueLimits(LIMITS.stringBytes() + 1, PACKING, PACKING, 5, NodeLimits.of(-1)))
                .memory()).isGreaterThan(LIMITS.stringBytes());
    }

    private static Value read(String content) {
        ByteInput in = new ByteInput(new Bytes().show(content.getBytes(ISO_8859_1)), 0, content.length());
        return new ValueReader(new RdbReader(in, LIMITS.stringBytes()), LIMITS, 10).read();
    }

    @Provide
    Arbitrary<Value> values() {
        Arbitrary<String> element = Arbitraries.oneOf(Arbitraries.longs().map(String::valueOf),
                Arbitraries.bytes().map(String::valueOf), Arbitraries.of("", "abc", "x".repeat(100)),
                Arbitraries.strings().withCharRange('\0', '\377').ofMaxLength(30));
        Arbitrary<String> integer = Arbitraries.oneOf(Arbitraries.longs().map(String::valueOf),
                Arbitraries.shorts().map(String::valueOf));
        return Arbitraries.oneOf(element.map(DumpPayloadPropertiesTest::string),
                element.list().ofMinSize(1).ofMaxSize(200).map(DumpPayloadPropertiesTest::list),
                element.list().ofMinSize(1).ofMaxSize(20).map(DumpPayloadPropertiesTest::set),
                integer.list().ofMinSize(1).ofMaxSize(7).map(DumpPayloadPropertiesTest::set),
                element.list().ofMinSize(1).ofMaxSize(20).map(DumpPayloadPropertiesTest::sortedSet),
                element.list().ofMinSize(1).ofMaxSize(20).map(DumpPayloadPropertiesTest::hash),
                element.list().ofMaxSize(40).map(DumpPayloadPropertiesTest::stream));
    }

    private static Value string(String text) {
        return new StringValue(text.getBytes(ISO_8859_1), StringEncoding.AUTO);
    }

    private static Value list(List<String> elements) {
        ListValue list = new ListValue(LIMITS.listNodes());
        elements.forEach(element -> list.add(ListEnd.RIGHT, key(element)));
        return list;
    }

    private static Value set(List<String> members) {
        SetValue set = new SetValue();
        members.forEach(member -> set.add(key(member), LIMITS.setIntegers()));
        return set;
    }

    private static Value sortedSet(List<String> members) {
        double[] scores = { 0, -0.0, 1, 1.5, -3, 1e17, 0x1p62, 0x1.1p62, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE, Double.MAX_VALUE, 0.1 };
        SortedSetBuilder builder = new SortedSetBuilder();
        for (String member : members) {
            if (Double.isNaN(builder.score(key(member)))) {
                builder.add(key(member), scores[Math.floorMod(member.hashCode(), scores.length)]);
            }
        }
        SortedSetValue set = builder.build();
        set.pack(PACKING);
        return set;
    }

    private static Value hash(List<String> fields) {
        HashValue hash = new HashValue();
        for (int i = 0; i < fields.size(); i++) {
            hash.set(key(fields.get(i)), key(fields.get(fields.size() - 1 - i)), PACKING);
        }
        return hash;
    }

    /** Entries of one to three fields, some of them deleted, and a group that has some of them. */
    private static Value stream(List<String> elements) {
        StreamValue stream = new StreamValue();
        stream.createGroup("group".getBytes(ISO_8859_1), new StreamId(3, 0), elements.size() - 1);
        stream.createGroup("other".getBytes(ISO_8859_1), StreamId.MAX, ReadableGroup.UNKNOWN);
        ReadableGroup group = stream.group(key("group"));
        ReadableConsumer consumer = stream.createConsumer(group, "consumer".getBytes(ISO_8859_1), 17);
        ReadableConsumer second = stream.createConsumer(group, new byte[0], Long.MAX_VALUE);
        for (int i = 0; i < elements.size(); i++) {
            int at = i;
            StreamId id = new StreamId(i / 3 * 1000 - (i > 30 ? 40_000 : 0), i + 1);
            int hash = elements.get(i).hashCode();
            stream.append(id, 1 + Math.floorMod(hash, 3), word -> key(elements.get((at + word) % elements.size())),
                    new StreamLimits(300, 7));
            if (hash % 5 == 0) {
                stream.deliver(group, hash % 2 == 0 ? consumer : second, id, hash, Math.abs((long) hash));
            }
            if (hash % 4 == 0) {
                stream.delete(id);
            }
        }
        return stream;
    }

    private static Key key(String text) {
        return new Key().show(text.getBytes(ISO_8859_1));
    }
}
