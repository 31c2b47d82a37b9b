package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/**
 * The key of a table or of an index, as queries need it.
 *
 * @param hashes the attributes of the partition key
 * @param ranges those of the sort key; none if there is none
 */
public record KeyNames(List<Part> hashes, List<Part> ranges) {

    /** An attribute of a key. */
    public record Part(String name, AttributeType type) {
    }

    /** A key of two attributes. */
    public KeyNames(String hash, AttributeType hashType, String range, AttributeType rangeType) {
        this(List.of(new Part(hash, hashType)), List.of(new Part(range, rangeType)));
    }

    /** A key without a sort key. */
    public KeyNames(String hash, AttributeType hashType) {
        this(List.of(new Part(hash, hashType)), List.of());
    }

    /** The partition key, or the first attribute of it. */
    public String hash() {
        return hashes.get(0).name();
    }

    /** The sort key, or the first attribute of it; null if there is none. */
    public String range() {
        return ranges.isEmpty() ? null : ranges.get(0).name();
    }

    /** The names of all attributes. */
    public List<String> names() {
        return Stream.concat(hashes.stream(), ranges.stream()).map(Part::name).toList();
    }

    /** Whether there are several attributes of one kind. */
    public boolean isCompound() {
        return hashes.size() > 1 || ranges.size() > 1;
    }
}
