package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;

/**
 * The table that requests about tags name by its ARN. What is wrong with them is told in words, and in an order, of their own.
 */
final class TaggedResource {

    private static final Pattern ANY_RESOURCE = Pattern.compile("[^:]+:[^:]+:[^:]+:[^:]+:[^:]+:.+/.+");
    private static final Pattern TABLE = Pattern.compile("arn:aws:dynamodb:[^:]+:\\d+:table/[^/]{3,255}");

    private TaggedResource() {
    }

    /**
     * @param list the member with the tags, or their keys; null if there is none
     * @param what each of it is called in errors
     */
    static void check(Input input, String operation, String list, String what) {
        String arn = input.string("ResourceArn");
        if (arn == null) {
            throw DynamoDbException.validation("Invalid TableArn");
        }
        if (!ANY_RESOURCE.matcher(arn).matches()) {
            throw DynamoDbException.of(ErrorType.ACCESS_DENIED, "User: arn:aws:iam::" + Service.ACCOUNT
                    + ":user/kvs is not authorized to perform: dynamodb:" + operation + " on resource: "
                    + (arn.isEmpty() ? "*" : arn));
        }
        if (list != null && !input.has(list)) {
            throw DynamoDbException
                    .validation("1 validation error detected: Value null at '" + list.substring(0, 1).toLowerCase(Locale.ROOT)
                            + list.substring(1) + "' failed to satisfy constraint: Member must not be null");
        }
        if (!TABLE.matcher(arn).matches()) {
            throw DynamoDbException.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        if (list != null && input.isEmpty(list)) {
            throw DynamoDbException.validation("Atleast one " + what + " needs to be provided as Input.");
        }
    }

    /** @param notFound the words for a table that does not exist, by its ARN */
    static Table find(OperationContext context, Input input, UnaryOperator<String> notFound) {
        String arn = input.string("ResourceArn");
        Table table = context.tables().find(Service.tableName(arn));
        if (table == null || !context.service().arn(table.name()).equals(arn)) {
            throw DynamoDbException.resourceNotFound(notFound.apply(arn));
        }
        return table;
    }
}
