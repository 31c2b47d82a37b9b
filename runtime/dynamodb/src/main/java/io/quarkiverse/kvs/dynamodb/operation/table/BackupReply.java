package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Writes what is told of the backups of a table. */
final class BackupReply {

    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    /** The last five minutes cannot be restored. */
    private static final long LATEST_MILLIS = 5L * 60 * 1000;

    private final TableDescription table;
    private final long now;

    BackupReply(TableDescription table, long now) {
        this.table = table;
        this.now = now;
    }

    /** @throws DynamoDbException a TableNotFoundException, as these operations have it, if there is none */
    static Table find(OperationContext context, String nameOrArn) {
        String name = Service.tableName(nameOrArn);
        Table table = context.tables().find(name);
        if (table == null) {
            throw DynamoDbException.of(ErrorType.TABLE_NOT_FOUND, "Table not found: " + name);
        }
        return table;
    }

    void writeTo(Output out) {
        out.startObject("ContinuousBackupsDescription").field("ContinuousBackupsStatus", "ENABLED");
        out.startObject("PointInTimeRecoveryDescription")
                .field("PointInTimeRecoveryStatus", table.pointInTimeRecovery() ? "ENABLED" : "DISABLED");
        if (table.pointInTimeRecovery()) {
            long since = Math.max(table.pointInTimeRecoverySince(), now - table.recoveryDays() * DAY_MILLIS);
            out.field("RecoveryPeriodInDays", table.recoveryDays())
                    .time("EarliestRestorableDateTime", since)
                    .time("LatestRestorableDateTime", Math.max(since, now - LATEST_MILLIS));
        }
        out.endObject().endObject();
    }
}
