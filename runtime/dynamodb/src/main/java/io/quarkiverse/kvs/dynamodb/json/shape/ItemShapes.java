package io.quarkiverse.kvs.dynamodb.json.shape;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/**
 * The requests that read and write items, one or many, but in no transaction. Members in the order in which errors are listed.
 */
public final class ItemShapes {

    private static final Shape.Text COMPARISON = Shape.oneOf("IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT",
            "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS");
    private static final Shape.Text CONDITIONAL_OPERATOR = Shape.oneOf("OR", "AND");
    private static final Shape.Text RETURN_VALUES = Shape.oneOf("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    private static final Shape.Text SELECT = Shape.oneOf("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES",
            "ALL_PROJECTED_ATTRIBUTES");
    private static final Shape.ListOf ATTRIBUTES_TO_GET = Shape.listOf(CommonShapes.ATTRIBUTE_NAME).length(1, 255);
    private static final Shape.Whole LIMIT = Shape.INTEGER.from(1);

    /** Legacy: what an attribute must be for a write to happen. */
    private static final Shape.MapOf EXPECTED = Shape.mapOf(Shape.TEXT, Shape.structure("ExpectedAttributeValue",
            optional("AttributeValueList", Shape.listOf(Shape.VALUE)),
            optional("ComparisonOperator", COMPARISON),
            optional("Exists", Shape.FLAG),
            optional("Value", Shape.VALUE)));

    /** Legacy: conditions of a query, a filter. */
    private static final Shape.MapOf CONDITIONS = Shape.mapOf(Shape.TEXT, Shape.structure("Condition",
            optional("AttributeValueList", Shape.listOf(Shape.VALUE)),
            required("ComparisonOperator", COMPARISON)));

    /** Legacy: what to do with an attribute. */
    private static final Shape.MapOf ATTRIBUTE_UPDATES = Shape.mapOf(Shape.TEXT, Shape.structure("AttributeValueUpdate",
            optional("Action", Shape.oneOf("ADD", "PUT", "DELETE")),
            optional("Value", Shape.VALUE)));

    public static final Shape.Structure GET_ITEM = Shape.structure("GetItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("AttributesToGet", ATTRIBUTES_TO_GET),
            required("TableName", CommonShapes.TABLE),
            required("Key", Shape.ITEM),
            optional("ConsistentRead", Shape.FLAG),
            optional("ProjectionExpression", Shape.TEXT),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES));

    public static final Shape.Structure PUT_ITEM = Shape.structure("PutItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            required("TableName", CommonShapes.TABLE),
            required("Item", Shape.ITEM),
            optional("ConditionalOperator", CONDITIONAL_OPERATOR),
            optional("Expected", EXPECTED),
            optional("ReturnValues", RETURN_VALUES),
            optional("ReturnItemCollectionMetrics", CommonShapes.RETURN_ITEM_COLLECTION_METRICS),
            optional("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    public static final Shape.Structure UPDATE_ITEM = Shape.structure("UpdateItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            required("TableName", CommonShapes.TABLE),
            optional("ReturnItemCollectionMetrics", CommonShapes.RETURN_ITEM_COLLECTION_METRICS),
            optional("ReturnValues", RETURN_VALUES),
            required("Key", Shape.ITEM),
            optional("ConditionalOperator", CONDITIONAL_OPERATOR),
            optional("Expected", EXPECTED),
            optional("AttributeUpdates", ATTRIBUTE_UPDATES),
            optional("ConditionExpression", Shape.TEXT),
            optional("UpdateExpression", Shape.TEXT),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    public static final Shape.Structure DELETE_ITEM = Shape.structure("DeleteItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            required("TableName", CommonShapes.TABLE),
            optional("ReturnItemCollectionMetrics", CommonShapes.RETURN_ITEM_COLLECTION_METRICS),
            optional("ReturnValues", RETURN_VALUES),
            required("Key", Shape.ITEM),
            optional("ConditionalOperator", CONDITIONAL_OPERATOR),
            optional("Expected", EXPECTED),
            optional("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    public static final Shape.Structure QUERY = Shape.structure("QueryInput",
            optional("Select", SELECT),
            optional("IndexName", CommonShapes.INDEX_NAME),
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("QueryFilter", CONDITIONS),
            required("TableName", CommonShapes.TABLE),
            optional("ConditionalOperator", CONDITIONAL_OPERATOR),
            optional("AttributesToGet", ATTRIBUTES_TO_GET),
            optional("Limit", LIMIT),
            optional("KeyConditions", CONDITIONS),
            optional("ExclusiveStartKey", Shape.ITEM),
            optional("ConsistentRead", Shape.FLAG),
            optional("ScanIndexForward", Shape.FLAG),
            optional("KeyConditionExpression", Shape.TEXT),
            optional("FilterExpression", Shape.TEXT),
            optional("ProjectionExpression", Shape.TEXT),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES));

    public static final Shape.Structure SCAN = Shape.structure("ScanInput",
            optional("Select", SELECT),
            optional("IndexName", CommonShapes.INDEX_NAME),
            optional("TotalSegments", Shape.INTEGER.between(1, 1_000_000)),
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            required("TableName", CommonShapes.TABLE),
            optional("ConditionalOperator", CONDITIONAL_OPERATOR),
            optional("ScanFilter", CONDITIONS),
            optional("Segment", Shape.INTEGER.between(0, 999_999)),
            optional("Limit", LIMIT),
            optional("AttributesToGet", ATTRIBUTES_TO_GET),
            optional("ExclusiveStartKey", Shape.ITEM),
            optional("ConsistentRead", Shape.FLAG),
            optional("FilterExpression", Shape.TEXT),
            optional("ProjectionExpression", Shape.TEXT),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES));

    public static final Shape.Structure BATCH_GET_ITEM = Shape.structure("BatchGetItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("RequestItems", Shape.mapOf(CommonShapes.TABLE, Shape.structure("KeysAndAttributes",
                    required("Keys", Shape.listOf(Shape.ITEM).length(1, 100)),
                    optional("AttributesToGet", ATTRIBUTES_TO_GET),
                    optional("ConsistentRead", Shape.FLAG),
                    optional("ProjectionExpression", Shape.TEXT),
                    optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES))).length(1, 100)));

    public static final Shape.Structure BATCH_WRITE_ITEM = Shape.structure("BatchWriteItemInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("ReturnItemCollectionMetrics", CommonShapes.RETURN_ITEM_COLLECTION_METRICS),
            optional("RequestItems", Shape.mapOf(CommonShapes.TABLE, Shape.listOf(Shape.structure("WriteRequest",
                    optional("PutRequest", Shape.structure("PutRequest",
                            required("Item", Shape.ITEM))),
                    optional("DeleteRequest", Shape.structure("DeleteRequest",
                            required("Key", Shape.ITEM)))))
                    .length(1, 25)).length(0, 25)));

    private ItemShapes() {
    }
}
