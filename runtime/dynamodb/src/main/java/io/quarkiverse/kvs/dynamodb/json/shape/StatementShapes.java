package io.quarkiverse.kvs.dynamodb.json.shape;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/** The requests of PartiQL. */
public final class StatementShapes {

    private static final Shape.Text STATEMENT = Shape.text(1, 8192);
    private static final Shape.ListOf PARAMETERS = Shape.listOf(Shape.VALUE).length(1, Integer.MAX_VALUE);

    public static final Shape.Structure EXECUTE_STATEMENT = Shape.structure("ExecuteStatementInput",
            required("Statement", STATEMENT),
            optional("Parameters", PARAMETERS),
            optional("ConsistentRead", Shape.FLAG),
            optional("NextToken", Shape.text(1, 32_768)),
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY),
            optional("Limit", Shape.INTEGER.from(1)),
            optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE));

    public static final Shape.Structure BATCH_EXECUTE_STATEMENT = Shape.structure("BatchExecuteStatementInput",
            required("Statements", Shape.listOf(Shape.structure("BatchStatementRequest",
                    required("Statement", STATEMENT),
                    optional("Parameters", PARAMETERS),
                    optional("ConsistentRead", Shape.FLAG),
                    optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE))).length(1, 25)),
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY));

    public static final Shape.Structure EXECUTE_TRANSACTION = Shape.structure("ExecuteTransactionInput",
            required("TransactStatements", Shape.listOf(Shape.structure("ParameterizedStatement",
                    required("Statement", STATEMENT),
                    optional("Parameters", PARAMETERS),
                    optional("ReturnValuesOnConditionCheckFailure", CommonShapes.RETURN_VALUES_ON_FAILURE))).length(1, 100)),
            optional("ClientRequestToken", TransactionShapes.TOKEN),
            optional("ReturnConsumedCapacity", CommonShapes.RETURN_CONSUMED_CAPACITY));

    private StatementShapes() {
    }
}
