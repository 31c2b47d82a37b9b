package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** What a request consumes of several tables. For one thread. */
final class Consumptions {

    private final Consumption.Told told;
    private final boolean transaction;
    private final Map<String, Consumption> tables = new LinkedHashMap<>();

    Consumptions(Input input, boolean transaction) {
        told = Consumption.Told.of(input);
        this.transaction = transaction;
    }

    Consumption of(TableDescription table) {
        return tables.computeIfAbsent(table.name(), any -> new Consumption(table, told, transaction));
    }

    /** As the member ConsumedCapacity of a response; nothing if it is not to be told. */
    void writeTo(Output out) {
        if (told != Consumption.Told.NONE) {
            out.startArray("ConsumedCapacity");
            tables.values().forEach(of -> of.writeElementTo(out));
            out.endArray();
        }
    }
}
