package io.quarkiverse.kvs.dynamodb.json.shape;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/** The requests that read and write items in transactions. Members in the order in which errors are listed. */
public final class TransactionShapes {

    /** What makes a request that is sent again the same. */
    static final Shape.Text TOKEN = Shape.text(1, 36);

    /** How many parts a transaction may have. */
    private static final int MOST = 100;

    public static final Shape.Structure TRANSACT_GET_ITEMS = Shape.structure("TransactGetItemsInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            required("TransactItems", Shape.listOf(Shape.structure("TransactGetItem",
                    required("Get", Shape.structure("Get",
                            required("Key", Shape.ITEM),
                            required("TableName", CommonShapes.TABLE),
                            optional("ProjectionExpression", Shape.TEXT),
                            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES)))))
                    .length(1, MOST)));

    private static final Shape.Structure CONDITION_CHECK = Shape.structure("ConditionCheck",
            required("Key", Shape.ITEM),
            required("TableName", CommonShapes.TABLE),
            required("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    private static final Shape.Structure PUT = Shape.structure("Put",
            required("Item", Shape.ITEM),
            required("TableName", CommonShapes.TABLE),
            optional("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    private static final Shape.Structure DELETE = Shape.structure("Delete",
            required("Key", Shape.ITEM),
            required("TableName", CommonShapes.TABLE),
            optional("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    private static final Shape.Structure UPDATE = Shape.structure("Update",
            required("Key", Shape.ITEM),
            required("UpdateExpression", Shape.TEXT),
            required("TableName", CommonShapes.TABLE),
            optional("ConditionExpression", Shape.TEXT),
            optional("ExpressionAttributeNames", CommonShapes.EXPRESSION_NAMES),
            optional("ExpressionAttributeValues", Shape.ITEM),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    public static final Shape.Structure TRANSACT_WRITE_ITEMS = Shape.structure("TransactWriteItemsInput",
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("ReturnItemCollectionMetrics", CommonShapes.RETURN_ITEM_COLLECTION_METRICS),
            required("TransactItems", Shape.listOf(Shape.structure("TransactWriteItem",
                    optional("ConditionCheck", CONDITION_CHECK),
                    optional("Put", PUT),
                    optional("Delete", DELETE),
                    optional("Update", UPDATE))).length(1, MOST)),
            optional("ClientRequestToken", TOKEN));

    private TransactionShapes() {
    }
}
