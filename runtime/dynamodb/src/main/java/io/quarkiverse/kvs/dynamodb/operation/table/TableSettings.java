package io.quarkiverse.kvs.dynamodb.operation.table;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/** Reads parts of the descriptions of tables from requests, and checks them with the words of DynamoDB. */
final class TableSettings {

    static final String INVALID = "One or more parameter values were invalid: ";
    private static final DateTimeFormatter LABEL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final long MOST_UNITS = 1_000_000_000_000L;
    private static final int MOST_LOCAL = 5;
    static final int MOST_GLOBAL = 20;
    private static final int MOST_INCLUDED = 100;

    private TableSettings() {
    }

    static DynamoDbException invalid(String text) {
        return DynamoDbException.validation(INVALID + text);
    }

    // Keys

    static List<KeyAttribute> attributes(Input input) {
        List<KeyAttribute> attributes = new ArrayList<>();
        for (Input each : input.structures("AttributeDefinitions")) {
            attributes.add(new KeyAttribute(each.string("AttributeName"), AttributeType.named(each.string("AttributeType"))));
        }
        return attributes;
    }

    private static List<String> names(List<KeyAttribute> attributes) {
        return attributes.stream().map(KeyAttribute::name).toList();
    }

    private static List<String> keyNames(Input input) {
        return input.structures("KeySchema").stream().map(each -> each.string("AttributeName")).toList();
    }

    /** The key of a table or of a local index: one attribute of each kind. */
    static KeySchema keys(Input input, List<KeyAttribute> attributes, boolean ofTable) {
        List<Input> elements = input.structures("KeySchema");
        List<String> names = keyNames(input);
        if (ofTable && names.size() > attributes.size()) {
            throw DynamoDbException.validation("Invalid KeySchema: Some index key attribute have no definition");
        }
        requireDefined(names, names(attributes));
        if (names.size() == 2 && names.get(0).equals(names.get(1))) {
            throw DynamoDbException
                    .validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
        requireHashFirst(elements);
        if (elements.size() == 2 && isHash(elements.get(1))) {
            throw DynamoDbException.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
        return new KeySchema(attribute(attributes, names.get(0)),
                names.size() == 1 ? null : attribute(attributes, names.get(1)));
    }

    /** The key of a global index: up to four attributes of each kind. */
    private static KeySchema keysOfGlobal(Input input, List<KeyAttribute> attributes) {
        List<Input> elements = input.structures("KeySchema");
        List<String> names = keyNames(input);
        if (elements.size() <= 2 && elements.stream().filter(TableSettings::isHash).count() <= 1) {
            return keys(input, attributes, false);
        }
        requireDefined(names, names(attributes));
        if (new HashSet<>(names).size() < names.size()) {
            throw DynamoDbException.validation("The KeySchema contains multiple key attributes with the same name");
        }
        requireHashFirst(elements);
        List<KeyAttribute> hashes = new ArrayList<>();
        List<KeyAttribute> ranges = new ArrayList<>();
        for (Input element : elements) {
            if (isHash(element) && !ranges.isEmpty()) {
                throw invalid("All HASH key attributes must precede RANGE key attributes in the KeySchema");
            }
            (isHash(element) ? hashes : ranges).add(attribute(attributes, element.string("AttributeName")));
        }
        if (hashes.size() > KeySchema.MOST || ranges.size() > KeySchema.MOST) {
            throw invalid("The KeySchema exceeds the maximum allowed number of "
                    + (hashes.size() > KeySchema.MOST ? "HASH" : "RANGE") + " key attributes");
        }
        return new KeySchema(hashes, ranges);
    }

    private static boolean isHash(Input element) {
        return "HASH".equals(element.string("KeyType"));
    }

    private static void requireDefined(List<String> names, List<String> defined) {
        if (!defined.containsAll(names)) {
            throw invalid(
                    "Some index key attributes are not defined in AttributeDefinitions. Keys: [" + String.join(", ", names)
                            + "], AttributeDefinitions: [" + String.join(", ", defined) + "]");
        }
    }

    private static void requireHashFirst(List<Input> elements) {
        if (!isHash(elements.get(0))) {
            throw DynamoDbException.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
    }

    private static KeyAttribute attribute(List<KeyAttribute> attributes, String name) {
        return attributes.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    // Throughput

    static boolean isOnDemand(Input input) {
        return "PAY_PER_REQUEST".equals(input.string("BillingMode"));
    }

    static Throughput throughput(Input of) {
        long read = of.longValue("ReadCapacityUnits");
        long write = of.longValue("WriteCapacityUnits");
        if (read > MOST_UNITS) {
            throw DynamoDbException.validation("Given value " + read + " for ReadCapacityUnits is out of bounds");
        }
        if (write > MOST_UNITS) {
            throw DynamoDbException.validation("Given value " + write + " for WriteCapacityUnits is out of bounds");
        }
        return new Throughput(read, write);
    }

    static final String NEITHER = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            + "PAY_PER_REQUEST";

    static Throughput throughputOfNew(Input input) {
        Input given = input.structure("ProvisionedThroughput");
        if (isOnDemand(input)) {
            if (given != null) {
                throw invalid(NEITHER);
            }
            return Throughput.NONE;
        }
        if (given == null) {
            throw invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
        }
        return throughput(given);
    }

    /** @param of whose throughput it is, as the error tells it */
    static void requireOther(Throughput current, Throughput wanted, String of) {
        if (current.equals(wanted)) {
            throw DynamoDbException.validation("The provisioned throughput " + of
                    + " will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned "
                    + of + ": " + current.read() + ". Requested ReadCapacityUnits: " + wanted.read()
                    + ". Current WriteCapacityUnits provisioned " + of + ": " + current.write()
                    + ". Requested WriteCapacityUnits: " + wanted.write()
                    + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
        }
    }

    // Indexes

    static List<IndexDescription> local(Input input, KeySchema table, List<KeyAttribute> attributes, Set<String> names,
            long activeAt) {
        List<IndexDescription> indexes = new ArrayList<>();
        List<Input> given = input.structures("LocalSecondaryIndexes");
        if (given == null) {
            return indexes;
        }
        if (given.isEmpty()) {
            throw invalid("List of LocalSecondaryIndexes is empty");
        }
        if (table.range() == null) {
            throw invalid("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
        }
        for (Input each : given) {
            String name = each.string("IndexName");
            KeySchema keys = keys(each, attributes, false);
            if (keys.range() == null) {
                throw invalid("Index KeySchema does not have a range key for index: " + name);
            }
            if (!keys.hash().name().equals(table.hash().name())) {
                throw invalid("Index KeySchema does not have the same leading hash key as table KeySchema for index: " + name
                        + ". index hash key: " + keys.hash().name() + ", table hash key: " + table.hash().name());
            }
            indexes.add(index(each, false, keys, Throughput.NONE, activeAt));
            requireNew(names, name);
        }
        if (given.size() > MOST_LOCAL) {
            throw invalid("Number of LocalSecondaryIndexes exceeds per-table limit of " + MOST_LOCAL);
        }
        return indexes;
    }

    static List<IndexDescription> global(Input input, List<KeyAttribute> attributes, Set<String> names, long activeAt) {
        List<IndexDescription> indexes = new ArrayList<>();
        List<Input> given = input.structures("GlobalSecondaryIndexes");
        if (given == null) {
            return indexes;
        }
        if (given.isEmpty()) {
            throw invalid("List of GlobalSecondaryIndexes is empty");
        }
        for (Input each : given) {
            indexes.add(global(each, attributes, activeAt));
            requireThroughput(each, isOnDemand(input));
            requireNew(names, each.string("IndexName"));
        }
        if (given.size() > MOST_GLOBAL) {
            throw invalid("GlobalSecondaryIndex count exceeds the per-table limit of " + MOST_GLOBAL);
        }
        return indexes;
    }

    private static void requireThroughput(Input of, boolean onDemand) {
        boolean given = of.has("ProvisionedThroughput");
        String name = of.string("IndexName");
        if (onDemand && given) {
            throw invalid("ProvisionedThroughput should not be specified for index: " + name
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && !given) {
            throw invalid("ProvisionedThroughput is not specified for index: " + name);
        }
    }

    /** A global index, whose throughput fits the mode of billing. */
    static IndexDescription global(Input of, List<KeyAttribute> attributes, long activeAt) {
        Input given = of.structure("ProvisionedThroughput");
        KeySchema keys = keysOfGlobal(of, attributes);
        return index(of, true, keys, given == null ? Throughput.NONE : throughput(given), activeAt);
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw invalid("Duplicate index name: " + name);
        }
    }

    private static void requireProjection(Input projection) {
        String type = projection.string("ProjectionType");
        if (type == null) {
            throw invalid("Unknown ProjectionType: null");
        }
        boolean included = projection.has("NonKeyAttributes");
        if (included && !type.equals("INCLUDE")) {
            throw invalid("ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        if (!included && type.equals("INCLUDE")) {
            throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
    }

    private static IndexDescription index(Input of, boolean global, KeySchema keys, Throughput throughput, long activeAt) {
        Input projection = of.structure("Projection");
        requireProjection(projection);
        List<String> included = projection.has("NonKeyAttributes") ? projection.strings("NonKeyAttributes") : List.of();
        Set<String> distinct = new HashSet<>();
        for (String name : included) {
            if (!distinct.add(name)) {
                throw invalid("Duplicate element in NonKeyAttributes: " + name);
            }
        }
        return new IndexDescription(of.string("IndexName"), global, keys,
                IndexDescription.Projection.valueOf(projection.string("ProjectionType")), List.copyOf(included), throughput,
                activeAt);
    }

    /** All indexes together do not include too many attributes. */
    static void requireFewIncluded(List<IndexDescription> indexes) {
        if (indexes.stream().mapToInt(index -> index.included().size()).sum() > MOST_INCLUDED) {
            throw invalid("Number of NonKeyAttributes exceeds the per-table limit of " + MOST_INCLUDED);
        }
    }

    /** Each attribute that is defined is part of a key. */
    static void requireAllUsed(List<KeyAttribute> attributes, KeySchema table, List<IndexDescription> indexes) {
        Set<String> used = new HashSet<>();
        table.attributes().forEach(attribute -> used.add(attribute.name()));
        indexes.forEach(index -> index.keys().attributes().forEach(attribute -> used.add(attribute.name())));
        if (new HashSet<>(names(attributes)).size() != attributes.size()) {
            throw DynamoDbException
                    .validation("Attribute Name is duplicated: " + names(attributes).stream()
                            .filter(name -> names(attributes).indexOf(name) != names(attributes).lastIndexOf(name)).findFirst()
                            .orElseThrow());
        }
        if (used.size() != attributes.size()) {
            if (indexes.isEmpty()) {
                throw invalid("Number of attributes in KeySchema does not exactly match number of attributes defined in "
                        + "AttributeDefinitions");
            }
            throw invalid(
                    "Some AttributeDefinitions are not used. AttributeDefinitions: [" + String.join(", ", names(attributes))
                            + "], keys used: [" + String.join(", ", used) + "]");
        }
    }

    // What else there is

    /**
     * The stream that is wanted; null for none.
     *
     * @param create whether the table is created with it
     */
    static StreamDescription stream(Input input, long now, boolean create) {
        Input given = input.structure("StreamSpecification");
        if (given == null || !given.isTrue("StreamEnabled")) {
            if (given != null && given.has("StreamViewType")) {
                throw invalid(create
                        ? "Table is being created with a stream disabled, UpdateViewType should not be specified"
                        : "If stream is being disabled, then UpdateViewType must not be specified");
            }
            return null;
        }
        if (!given.has("StreamViewType")) {
            throw invalid(create ? "Table is being created with a stream enabled, UpdateViewType is required"
                    : "If stream is being enabled then UpdateViewType is required");
        }
        return new StreamDescription(StreamDescription.View.valueOf(given.string("StreamViewType")), label(now));
    }

    /** An instant in the form that is part of the name of a stream: 2015-05-11T21:21:33.291 */
    private static String label(long now) {
        return LABEL.format(Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC));
    }
}
