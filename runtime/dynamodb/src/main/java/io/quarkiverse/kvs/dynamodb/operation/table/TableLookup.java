package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;

/** Finds the tables that requests on tables name. */
final class TableLookup {

    private TableLookup() {
    }

    /** A table in any state. */
    static Table of(OperationContext context, String nameOrArn) {
        String name = Service.tableName(nameOrArn);
        Table table = context.tables().find(name);
        if (table == null) {
            throw DynamoDbException.resourceNotFound("Requested resource not found: Table: " + name + " not found");
        }
        return table;
    }

    /** A table that can be changed now. */
    static Table toChange(OperationContext context, String nameOrArn) {
        Table table = of(context, nameOrArn);
        String status = table.description().status(context.now());
        if (!status.equals("ACTIVE")) {
            throw DynamoDbException.of(ErrorType.RESOURCE_IN_USE,
                    "Attempt to change a resource which is still in use: Table is being "
                            + (status.equals("CREATING") ? "created" : status.equals("UPDATING") ? "updated" : "deleted") + ": "
                            + table.name());
        }
        return table;
    }
}
