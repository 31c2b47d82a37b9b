package io.quarkiverse.kvs.dynamodb.expression.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Change;
import io.quarkiverse.kvs.dynamodb.expression.Changes;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.expression.UpdateValue;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Makes an update of the parameter {@code AttributeUpdates}. */
public final class LegacyUpdates {

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String MISMATCH = "Type mismatch for attribute to update";

    private LegacyUpdates() {
    }

    /**
     * The update.
     *
     * @param updates by the names of the attributes
     * @throws DynamoDbException a ValidationException, if one makes no sense
     */
    public static UpdateExpression update(Map<String, LegacyUpdate> updates) {
        List<DocumentPath> paths = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        updates.forEach((name, update) -> {
            paths.add(DocumentPath.of(name));
            changes.add(change(update.action() == null ? "PUT" : update.action(), update.value()));
        });
        return new UpdateExpression(paths, changes);
    }

    private static Change change(String action, AttributeValue value) {
        if (value == null) {
            if (!action.equals("DELETE")) {
                throw DynamoDbException
                        .validation(INVALID + "Only DELETE action is allowed when no attribute value is specified");
            }
            return Changes.remove();
        }
        AttributeType type = value.type();
        switch (action) {
            case "DELETE":
                if (!type.isSet()) {
                    throw DynamoDbException
                            .validation(INVALID + "DELETE action with value is not supported for the type " + type);
                }
                return Changes.delete(value, MISMATCH);
            case "ADD":
                if (!type.isSet() && type != AttributeType.N && type != AttributeType.L) {
                    throw DynamoDbException.validation(INVALID + "ADD action is not supported for the type " + type);
                }
                return Changes.add(value, MISMATCH);
            default:
                return Changes.set(new UpdateValue.Constant(value));
        }
    }
}
