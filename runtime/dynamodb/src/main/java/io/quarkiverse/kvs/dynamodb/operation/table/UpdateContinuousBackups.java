package io.quarkiverse.kvs.dynamodb.operation.table;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Accepts that a table is to be restorable, and tells so from then on. */
public final class UpdateContinuousBackups implements Operation {

    /** So many days back, if the request does not say. */
    private static final int DAYS = 35;

    @Override
    public String name() {
        return "UpdateContinuousBackups";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.UPDATE_CONTINUOUS_BACKUPS;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Table table = BackupReply.find(context, input.string("TableName"));
        Input specification = input.structure("PointInTimeRecoverySpecification");
        boolean enabled = specification.isTrue("PointInTimeRecoveryEnabled");
        Integer days = specification.integer("RecoveryPeriodInDays");
        if (!enabled && days != null) {
            throw DynamoDbException
                    .validation("Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.");
        }
        long record = context.tables().change(table, before -> {
            TableDescription.Draft draft = before.change();
            draft.pointInTimeRecovery = enabled;
            draft.pointInTimeRecoverySince = !enabled ? 0
                    : before.pointInTimeRecovery() ? before.pointInTimeRecoverySince() : context.now();
            draft.recoveryDays = !enabled ? 0 : days == null ? DAYS : days;
            return draft.done();
        });
        return new Answer(new BackupReply(table.description(), context.now())::writeTo, record);
    }
}
