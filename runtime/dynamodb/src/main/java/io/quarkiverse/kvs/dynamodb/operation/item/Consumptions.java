package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** What a request consumes of several tables. For one thread. */
final class Consumptions {

    private final OperationContext context;
    private final Consumption.Told told;
    private final boolean transaction;
    private final Map<String, Consumption> tables = new LinkedHashMap<>();

    Consumptions(OperationContext context, Input input, boolean transaction) {
        this.context = context;
        told = Consumption.Told.of(input);
        this.transaction = transaction;
    }

    Consumption of(TableDescription table) {
        return tables.computeIfAbsent(table.name(), any -> new Consumption(context, table, told, transaction));
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
