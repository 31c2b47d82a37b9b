package io.quarkiverse.kvs.dynamodb.operation.item;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.partiql.Statement;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.store.View;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemCodec;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/**
 * A page of what a SELECT finds: in the partitions that its clause names, one after the other, or in the whole table.
 *
 * @param items as they are answered
 * @param end the key of the last item that was looked at; null if that was the end
 * @param token where the next page begins; null if that was the end
 */
record StatementPage(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> end, String token,
        Consumption consumption) {

    private static final String PART = "part";
    private static final String KEY = "key";

    /** The range of a key, from one bound to another. */
    private record Range(KeyBound from, KeyBound to) {
    }

    /**
     * @param token where it begins; null for the beginning
     * @param limit how many items are looked at at most; null for any number
     * @param told null if the caller counts what it consumes
     */
    static StatementPage of(OperationContext context, Statement.Select select, boolean consistent, String token,
            Integer limit,
            Consumption.Told told) {
        Table table = context.table(select.table());
        TableDescription description = table.description();
        IndexDescription index = ReadRequest.index(context, table, select.index(), consistent);
        KeySchema keys = index == null ? description.keys() : index.keys();
        select.checkOrder(KeyRange.names(keys));
        boolean forward = select.order().isEmpty() || !select.order().get(select.order().size() - 1).descending();
        List<Range> ranges = ranges(select, keys);
        context.requireReads(description, index);
        View view = context.session().view(table, index);
        int part = 0;
        byte[] start = null;
        if (token != null) {
            Map<String, AttributeValue> place = place(token);
            part = ((AttributeValue.N) place.get(PART)).value().intValue();
            start = key(description, index, ((AttributeValue.M) place.get(KEY)).values());
        }
        ItemPage page = new ItemPage(context.session(), view, limit, false);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Condition filter = select.where() == null ? null : select.where().condition();
        boolean more = true;
        for (; more && part < ranges.size(); part++) {
            Range range = ranges.get(part);
            KeyBound from = start != null && forward ? KeyBound.behind(start) : range.from;
            KeyBound to = start != null && !forward ? KeyBound.before(start) : range.to;
            start = null;
            more = page.read(from, to, forward, filter,
                    item -> items.add(select.projection() == null ? item : select.projection().apply(item)));
        }
        return new StatementPage(items, page.end(), more ? null : token(part - 1, page.end()),
                told == null ? null : page.consumption(context, told, consistent));
    }

    private static List<Range> ranges(Statement.Select select, KeySchema keys) {
        List<KeyCondition> partitions = select.where() == null ? null : select.where().partitions(KeyRange.names(keys));
        List<Range> ranges = new ArrayList<>();
        if (partitions == null) {
            ranges.add(new Range(KeyBound.START, KeyBound.END));
        } else {
            partitions.forEach(condition -> ranges.add(new Range(KeyRange.from(condition), KeyRange.to(condition))));
        }
        return ranges;
    }

    private static String token(int part, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> place = new LinkedHashMap<>();
        place.put(PART, new AttributeValue.N(new BigDecimal(part)));
        place.put(KEY, new AttributeValue.M(key));
        return Base64.getUrlEncoder().encodeToString(ItemCodec.encode(place));
    }

    private static Map<String, AttributeValue> place(String token) {
        try {
            Map<String, AttributeValue> place = ItemCodec.decode(Base64.getUrlDecoder().decode(token), 0);
            if (place.get(PART) instanceof AttributeValue.N && place.get(KEY) instanceof AttributeValue.M) {
                return place;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // It is none of ours.
        }
        throw invalidToken();
    }

    private static DynamoDbException invalidToken() {
        return DynamoDbException.validation("Invalid NextToken");
    }

    private static byte[] key(TableDescription table, IndexDescription index, Map<String, AttributeValue> key) {
        byte[] own = table.keys().keyOf(key);
        byte[] before = index == null ? own : index.keys().keyOf(key);
        if (own == null || before == null) {
            throw invalidToken();
        }
        return index == null ? own : KeyEncoding.concat(before, own);
    }
}
