package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/** Between which keys the items are that a key condition asks for. */
final class KeyRange {

    private KeyRange() {
    }

    /** The keys of a table or an index, as conditions need them. */
    static KeyNames names(KeySchema keys) {
        return new KeyNames(parts(keys.hashes()), parts(keys.ranges()));
    }

    static KeyBound from(KeyCondition condition) {
        return from(beginning(condition), condition.range());
    }

    static KeyBound to(KeyCondition condition) {
        return to(beginning(condition), condition.range());
    }

    private static List<KeyNames.Part> parts(List<KeyAttribute> attributes) {
        return attributes.stream().map(attribute -> new KeyNames.Part(attribute.name(), attribute.type())).toList();
    }

    /** What the keys begin with: the partition key, and what of the sort key has a value, but for the last part. */
    private static byte[] beginning(KeyCondition condition) {
        byte[] bytes = KeyEncoding.partition(new ArrayList<>(condition.hashes().values()));
        int left = condition.ranges().size() - 1;
        for (KeyPredicate range : condition.ranges().values()) {
            if (left-- > 0) {
                bytes = KeyEncoding.concat(bytes, KeyEncoding.sort(range.low()));
            }
        }
        return bytes;
    }

    private static KeyBound from(byte[] partition, KeyPredicate range) {
        if (range == null) {
            return KeyBound.before(partition);
        }
        switch (range.operator()) {
            case EQ:
            case GE:
            case BETWEEN:
                return KeyBound.before(KeyEncoding.concat(partition, KeyEncoding.sort(range.low())));
            case GT:
                return behind(KeyEncoding.concat(partition, KeyEncoding.sort(range.low())));
            case BEGINS_WITH:
                return KeyBound.before(KeyEncoding.concat(partition, KeyEncoding.sortPrefix(range.low())));
            default:
                return KeyBound.before(partition);
        }
    }

    private static KeyBound to(byte[] partition, KeyPredicate range) {
        if (range == null) {
            return behind(partition);
        }
        switch (range.operator()) {
            case EQ:
            case LE:
                return behind(KeyEncoding.concat(partition, KeyEncoding.sort(range.low())));
            case LT:
                return KeyBound.before(KeyEncoding.concat(partition, KeyEncoding.sort(range.low())));
            case BETWEEN:
                return behind(KeyEncoding.concat(partition, KeyEncoding.sort(range.high())));
            case BEGINS_WITH:
                return behind(KeyEncoding.concat(partition, KeyEncoding.sortPrefix(range.low())));
            default:
                return behind(partition);
        }
    }

    /** Behind all keys that begin so: in an index, several items can have the same one. */
    private static KeyBound behind(byte[] prefix) {
        return KeyBound.behindPrefix(new Bytes().show(prefix));
    }
}
