package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Projection;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.store.View;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/**
 * What a query and a scan have in common: a page of the items between two places of a table or of an index, those that a filter
 * lets through, and of them what is wanted.
 */
final class ReadRequest {

    private static final String INVALID = "One or more parameter values were invalid: ";
    static final String INVALID_START = "The provided starting key is invalid";

    private final Input input;
    private final Table table;
    private final TableDescription description;
    private final IndexDescription index;
    private final boolean consistent;
    private final Map<String, AttributeValue> start;
    private final Condition filter;
    private final Projection projection;
    private final String select;
    /** Whether items are taken from the table although the index is read, since that does not show all that is wanted. */
    private final boolean fetches;

    private ReadRequest(Input input, Table table, IndexDescription index, RequestExpressions expressions,
            Map<String, AttributeValue> start) {
        this.input = input;
        this.table = table;
        this.index = index;
        this.start = start;
        description = table.description();
        consistent = input.isTrue("ConsistentRead");
        filter = expressions.filter();
        projection = expressions.projection();
        select = input.string("Select");
        fetches = index != null && !index.global() && wantsMore();
    }

    /**
     * Checks what does not need the table.
     *
     * @param prefix what the text of the error begins with: that of a query has one, that of a scan has none
     * @throws DynamoDbException a ValidationException
     */
    static void check(Input input, String prefix) {
        String problem = problem(input);
        if (problem != null) {
            throw DynamoDbException.validation(prefix + problem);
        }
    }

    /** What is wrong with the member Select; null if nothing is. */
    private static String problem(Input input) {
        String select = input.string("Select");
        boolean attributes = input.has("AttributesToGet") || input.has("ProjectionExpression");
        if (select == null) {
            return null;
        }
        if (select.equals("SPECIFIC_ATTRIBUTES")) {
            return attributes ? null
                    : "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
        }
        if (attributes) {
            return "Cannot specify the " + (input.has("ProjectionExpression") ? "ProjectionExpression" : "AttributesToGet")
                    + " when choosing to get " + (select.equals("COUNT") ? "only the Count" : select);
        }
        return select.equals("ALL_PROJECTED_ATTRIBUTES") && !input.has("IndexName")
                ? "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
                : null;
    }

    /** The key that a page begins behind, as the request names it; null for none. */
    static Map<String, AttributeValue> start(Input input) {
        return input.item("ExclusiveStartKey",
                (name, problem) -> isOfValue(problem) ? problem : INVALID_START + ": " + problem);
    }

    private static boolean isOfValue(String problem) {
        return problem.contains("contains duplicates") || problem.contains("number set") || problem.contains("numeric value")
                || problem.contains("significant digits") || problem.contains("number with magnitude");
    }

    /** @throws DynamoDbException a ValidationException, if the table has no such index, or cannot do what is wanted */
    static ReadRequest of(OperationContext context, Input input, RequestExpressions expressions,
            Map<String, AttributeValue> start) {
        Table table = context.table(input.string("TableName"));
        IndexDescription index = index(context, table, input.string("IndexName"), input.isTrue("ConsistentRead"));
        return new ReadRequest(input, table, index, expressions, start);
    }

    /**
     * An index to be read.
     *
     * @param name null for none
     * @return null for none
     * @throws DynamoDbException a ValidationException, if the table has no such index, or it cannot be read so
     */
    static IndexDescription index(OperationContext context, Table table, String name, boolean consistent) {
        if (name == null) {
            return null;
        }
        IndexDescription index = table.description().index(name);
        if (index == null) {
            throw DynamoDbException.validation("The table does not have the specified index: " + name);
        }
        if (index.activeAt() > context.now()) {
            throw DynamoDbException.validation("Cannot read from backfilling global secondary index: " + name);
        }
        if (index.global() && consistent) {
            throw DynamoDbException.validation("Consistent reads are not supported on global secondary indexes");
        }
        return index;
    }

    TableDescription table() {
        return description;
    }

    /** The index that is read; null if it is the table itself. */
    IndexDescription index() {
        return index;
    }

    /** The keys by which it is read. */
    KeySchema keys() {
        return index == null ? description.keys() : index.keys();
    }

    Map<String, AttributeValue> start() {
        return start;
    }

    Condition filter() {
        return filter;
    }

    private boolean wantsMore() {
        if (index.projection() == IndexDescription.Projection.ALL) {
            return false;
        }
        if ("ALL_ATTRIBUTES".equals(select)) {
            return true;
        }
        return projection != null && !missing().isEmpty();
    }

    private Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        for (String name : projection.topLevelNames()) {
            if (!index.shows(name, description.keyNames())) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** A global index does not know what it does not show. */
    void requireShown() {
        if (index == null || !index.global() || index.projection() == IndexDescription.Projection.ALL) {
            return;
        }
        if ("ALL_ATTRIBUTES".equals(select)) {
            throw DynamoDbException
                    .validation(INVALID + "Select type ALL_ATTRIBUTES is not supported for global secondary index "
                            + index.name() + " because its projection type is not ALL");
        }
        if (projection != null && !missing().isEmpty()) {
            throw DynamoDbException.validation(INVALID + "Global secondary index " + index.name() + " does not project "
                    + missing());
        }
    }

    // The start

    /** @throws DynamoDbException a ValidationException, if it is not a key of this table and index */
    void requireStart(boolean query) {
        if (start == null) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(description.keyNames());
        keys().attributes().forEach(attribute -> names.add(attribute.name()));
        if (start.size() != names.size()) {
            throw DynamoDbException.validation(query || index != null ? INVALID_START
                    : INVALID_START + ": " + ItemKeys.NO_MATCH);
        }
        if (query && index == null) {
            ItemKeys.requireKey(description.keys(), start);
        }
        if (index != null) {
            if (!start.keySet().containsAll(index.keys().attributesOf(start).keySet())
                    || index.keys().attributesOf(start).size() != index.keys().attributes().size()) {
                throw DynamoDbException.validation(INVALID_START);
            }
            ItemKeys.requireKey(index.keys(), index.keys().attributesOf(start));
        }
        try {
            ItemKeys.requireKey(description.keys(), description.keys().attributesOf(start));
        } catch (DynamoDbException e) {
            throw DynamoDbException.validation(INVALID_START + ": " + e.getMessage());
        }
    }

    /** The bytes of the start. */
    byte[] startKey() {
        byte[] key = description.keys().keyOf(start);
        return index == null ? key : KeyEncoding.concat(index.keys().keyOf(start), key);
    }

    // The page

    Answer run(OperationContext context, KeyBound from, KeyBound to, boolean forward) {
        context.requireReads(description, index);
        View view = context.session().view(table, index);
        KeyBound first = from;
        KeyBound last = to;
        if (start != null) {
            // What is in front of the start is never read, also where the start itself is out of the range.
            if (forward) {
                first = KeyBound.behind(startKey());
            } else {
                last = KeyBound.before(startKey());
            }
        }
        ItemPage page = new ItemPage(context.session(), view, input.integer("Limit"), fetches);
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        int[] count = { 0 };
        boolean counted = "COUNT".equals(select);
        page.read(first, last, forward, filter, item -> {
            count[0]++;
            if (!counted) {
                found.add(projection == null ? item : projection.apply(item));
            }
        });
        Consumption consumption = page.consumption(context, Consumption.Told.of(input), consistent);
        return new Answer(out -> {
            if (!counted) {
                items(out, found);
            }
            out.field("Count", count[0]);
            out.field("ScannedCount", page.scanned());
            out.item("LastEvaluatedKey", page.end());
            consumption.writeTo(out);
        }, context.session().dependsOn());
    }

    private static void items(Output out, List<Map<String, AttributeValue>> items) {
        out.startArray("Items");
        items.forEach(out::item);
        out.endArray();
    }
}
