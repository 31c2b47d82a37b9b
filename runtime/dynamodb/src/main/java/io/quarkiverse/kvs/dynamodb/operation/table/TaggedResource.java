package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.Locale;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;

/**
 * The table that requests about tags name by its ARN. What is wrong with them is told in words, and in an order, of their own.
 */
final class TaggedResource {

    private static final String ARN = "arn:";
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final Pattern OF_DYNAMODB = Pattern.compile("arn:[^:]+:dynamodb:.*");
    private static final Pattern PART_OF_TABLE = Pattern.compile("arn:aws:dynamodb:[^:]+:\\d+:table/[^/]+/(?!stream/).*");
    private static final Pattern TABLE = Pattern.compile("arn:aws:dynamodb:[^:]+:\\d+:table/[^/]{3,255}");

    private TaggedResource() {
    }

    /**
     * @param list the member with the tags, or their keys; null if there is none
     * @param what each of it is called in errors
     */
    static void check(Input input, String list, String what) {
        String arn = input.string("ResourceArn");
        if (arn == null) {
            throw DynamoDbException.validation("Invalid TableArn");
        }
        if (!arn.startsWith(ARN)) {
            throw DynamoDbException.validation(INVALID + "ARNs must start with '" + ARN + "': " + arn);
        }
        if (!OF_DYNAMODB.matcher(arn).matches()) {
            throw DynamoDbException.validation(INVALID + "Provided Arn is not a DynamoDB resource arn: " + arn);
        }
        if (PART_OF_TABLE.matcher(arn).matches()) {
            throw DynamoDbException.validation(INVALID + "Invalid resource arn provided, only table or stream is accepted. "
                    + "Provided resource arn: " + arn);
        }
        if (list != null && !input.has(list)) {
            throw DynamoDbException
                    .validation("1 validation error detected: Value null at '" + list.substring(0, 1).toLowerCase(Locale.ROOT)
                            + list.substring(1) + "' failed to satisfy constraint: Member must not be null");
        }
        if (!TABLE.matcher(arn).matches()) {
            throw invalid(arn);
        }
        if (list != null && input.isEmpty(list)) {
            throw DynamoDbException.validation("Atleast one " + what + " needs to be provided as Input.");
        }
    }

    private static DynamoDbException invalid(String arn) {
        return DynamoDbException.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
    }

    /** @throws DynamoDbException if the table does not exist, or is elsewhere */
    static Table find(OperationContext context, Input input) {
        String arn = input.string("ResourceArn");
        if (!arn.startsWith(ARN + "aws:dynamodb:" + context.service().region() + ":")) {
            throw invalid(arn);
        }
        Table table = context.tables().find(Service.tableName(arn));
        if (table == null || !context.service().arn(table.name()).equals(arn)) {
            throw DynamoDbException.resourceNotFound("Requested resource not found: ResourceArn: " + arn + " not found");
        }
        return table;
    }
}
