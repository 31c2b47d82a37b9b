package io.quarkiverse.kvs.dynamodb.operation.table;

import static io.quarkiverse.kvs.dynamodb.operation.table.TableSettings.invalid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;

/** The changes of global indexes that an UpdateTable asks for: one is made, one is deleted, others get another throughput. */
final class IndexUpdates {

    private static final List<String> KINDS = List.of("Update", "Create", "Delete");

    private final Input input;
    private final Map<String, IndexDescription> indexes = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();

    private IndexUpdates(Input input, TableDescription before) {
        this.input = input;
        before.indexes().forEach(index -> indexes.put(index.name(), index));
    }

    /**
     * Checks what does not need the table.
     *
     * @return whether an index is to be made or deleted
     * @throws DynamoDbException a ValidationException; a LimitExceededException, if that is asked for of two
     */
    static boolean check(List<Input> updates) {
        if (updates.isEmpty()) {
            throw invalid("List of GlobalSecondaryIndexUpdates is empty");
        }
        Set<String> names = new HashSet<>();
        int online = 0;
        for (Input update : updates) {
            String kind = kind(update);
            String name = update.structure(kind).string("IndexName");
            if (!names.add(name)) {
                throw invalid("Only one global secondary index update per index is allowed simultaneously. Index: " + name);
            }
            online += kind.equals("Update") ? 0 : 1;
        }
        if (online > 1) {
            throw DynamoDbException.of(ErrorType.LIMIT_EXCEEDED,
                    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
        }
        return online > 0;
    }

    private static String kind(Input update) {
        List<String> kinds = KINDS.stream().filter(update::has).toList();
        if (kinds.isEmpty()) {
            throw invalid("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                    + "GlobalSecondaryIndexUpdate.Delete must not be null");
        }
        if (kinds.size() > 1) {
            throw invalid("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
        }
        return kinds.get(0);
    }

    /**
     * Puts the changes into a draft.
     *
     * @param draft has the mode of billing already
     * @param activeAt from when on a new index can be read
     * @return the states of the indexes that the response tells: those that are made, deleted and changed
     */
    static Map<String, String> apply(Input input, TableDescription before, TableDescription.Draft draft, long activeAt) {
        IndexUpdates updates = new IndexUpdates(input, before);
        if (input.has("GlobalSecondaryIndexUpdates")) {
            for (Input update : input.structures("GlobalSecondaryIndexUpdates")) {
                updates.apply(kind(update), update.structure(kind(update)), draft.onDemand, activeAt);
            }
        }
        if (before.onDemand() && !draft.onDemand) {
            updates.requireThroughputs();
        }
        if (draft.onDemand) {
            updates.indexes.replaceAll((name, index) -> index.with(Throughput.NONE));
        }
        updates.putInto(before, draft);
        return updates.states;
    }

    private void apply(String kind, Input of, boolean onDemand, long activeAt) {
        String name = of.string("IndexName");
        IndexDescription known = indexes.get(name);
        if (kind.equals("Create")) {
            create(of, name, onDemand, activeAt);
            return;
        }
        if (known == null) {
            throw DynamoDbException.resourceNotFound("Requested resource not found: Index: " + name + " not found");
        }
        if (!known.global()) {
            throw DynamoDbException.validation("Cannot " + kind.toLowerCase(Locale.ROOT)
                    + " an index that is not a GlobalSecondaryIndex: " + name);
        }
        if (kind.equals("Delete")) {
            indexes.remove(name);
            states.put(name, "DELETING");
        } else if (of.has("ProvisionedThroughput")) {
            change(of, known, onDemand);
        }
    }

    private void create(Input of, String name, boolean onDemand, long activeAt) {
        if (indexes.containsKey(name)) {
            throw DynamoDbException.validation("Attempting to create an index which already exists");
        }
        if (!input.has("AttributeDefinitions")) {
            throw invalid("AttributeDefinitions is not specified for index: " + name);
        }
        IndexDescription index = TableSettings.global(of, TableSettings.attributes(input), activeAt);
        boolean given = of.has("ProvisionedThroughput");
        if (onDemand && given) {
            throw invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " + name
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && !given) {
            throw invalid("ProvisionedThroughput must be specified for index: " + name);
        }
        indexes.put(name, index);
        states.put(name, "CREATING");
    }

    private void change(Input of, IndexDescription known, boolean onDemand) {
        String name = known.name();
        if (onDemand) {
            throw invalid("The only Updates for index: " + name + " when TableThroughputMode is PAY_PER_REQUEST can be to "
                    + "OnDemandThroughput, WarmThroughput");
        }
        Throughput wanted = TableSettings.throughput(of.structure("ProvisionedThroughput"));
        TableSettings.requireOther(known.throughput(), wanted, "for the index " + name);
        indexes.put(name, known.with(wanted));
        states.put(name, "UPDATING");
    }

    private void requireThroughputs() {
        indexes.values().forEach(index -> {
            if (index.global() && index.throughput().equals(Throughput.NONE)) {
                throw invalid("ProvisionedThroughput must be specified for index: " + index.name());
            }
        });
    }

    private void putInto(TableDescription before, TableDescription.Draft draft) {
        draft.indexes = List.copyOf(indexes.values());
        if (draft.indexes.stream().filter(IndexDescription::global).count() > TableSettings.MOST_GLOBAL) {
            throw DynamoDbException.of(ErrorType.LIMIT_EXCEEDED,
                    "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of "
                            + TableSettings.MOST_GLOBAL);
        }
        TableSettings.requireFewIncluded(draft.indexes);
        draft.attributes = used(before, draft);
    }

    /** Those attributes that are part of a key. */
    private List<KeyAttribute> used(TableDescription before, TableDescription.Draft draft) {
        Set<String> names = new HashSet<>();
        draft.keys.attributes().forEach(attribute -> names.add(attribute.name()));
        draft.indexes.forEach(index -> index.keys().attributes().forEach(attribute -> names.add(attribute.name())));
        Map<String, KeyAttribute> defined = new LinkedHashMap<>();
        before.attributes().forEach(attribute -> defined.put(attribute.name(), attribute));
        if (input.has("AttributeDefinitions")) {
            TableSettings.attributes(input).forEach(attribute -> defined.putIfAbsent(attribute.name(), attribute));
        }
        List<KeyAttribute> used = new ArrayList<>(defined.values());
        used.removeIf(attribute -> !names.contains(attribute.name()));
        return List.copyOf(used);
    }
}
