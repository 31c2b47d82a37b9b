package io.quarkiverse.kvs.dynamodb.operation.item;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/** Between which keys the items are that a key condition asks for. */
final class KeyRange {

    private KeyRange() {
    }

    /** The keys of a table or an index, as conditions need them. */
    static KeyNames names(KeySchema keys) {
        return keys.range() == null ? new KeyNames(keys.hash().name(), keys.hash().type())
                : new KeyNames(keys.hash().name(), keys.hash().type(), keys.range().name(), keys.range().type());
    }

    static KeyBound from(KeyCondition condition) {
        return from(KeyEncoding.partition(condition.hashValue()), condition.range());
    }

    static KeyBound to(KeyCondition condition) {
        return to(KeyEncoding.partition(condition.hashValue()), condition.range());
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
