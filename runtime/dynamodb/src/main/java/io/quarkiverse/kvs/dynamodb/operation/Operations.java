package io.quarkiverse.kvs.dynamodb.operation;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.operation.item.BatchExecuteStatement;
import io.quarkiverse.kvs.dynamodb.operation.item.BatchGetItem;
import io.quarkiverse.kvs.dynamodb.operation.item.BatchWriteItem;
import io.quarkiverse.kvs.dynamodb.operation.item.DeleteItem;
import io.quarkiverse.kvs.dynamodb.operation.item.ExecuteStatement;
import io.quarkiverse.kvs.dynamodb.operation.item.ExecuteTransaction;
import io.quarkiverse.kvs.dynamodb.operation.item.GetItem;
import io.quarkiverse.kvs.dynamodb.operation.item.PutItem;
import io.quarkiverse.kvs.dynamodb.operation.item.Query;
import io.quarkiverse.kvs.dynamodb.operation.item.Scan;
import io.quarkiverse.kvs.dynamodb.operation.item.TransactGetItems;
import io.quarkiverse.kvs.dynamodb.operation.item.TransactWriteItems;
import io.quarkiverse.kvs.dynamodb.operation.item.UpdateItem;
import io.quarkiverse.kvs.dynamodb.operation.stream.DescribeStream;
import io.quarkiverse.kvs.dynamodb.operation.stream.GetRecords;
import io.quarkiverse.kvs.dynamodb.operation.stream.GetShardIterator;
import io.quarkiverse.kvs.dynamodb.operation.stream.ListStreams;
import io.quarkiverse.kvs.dynamodb.operation.table.CreateTable;
import io.quarkiverse.kvs.dynamodb.operation.table.DeleteTable;
import io.quarkiverse.kvs.dynamodb.operation.table.DescribeContinuousBackups;
import io.quarkiverse.kvs.dynamodb.operation.table.DescribeEndpoints;
import io.quarkiverse.kvs.dynamodb.operation.table.DescribeLimits;
import io.quarkiverse.kvs.dynamodb.operation.table.DescribeTable;
import io.quarkiverse.kvs.dynamodb.operation.table.DescribeTimeToLive;
import io.quarkiverse.kvs.dynamodb.operation.table.ListTables;
import io.quarkiverse.kvs.dynamodb.operation.table.ListTagsOfResource;
import io.quarkiverse.kvs.dynamodb.operation.table.TagResource;
import io.quarkiverse.kvs.dynamodb.operation.table.UntagResource;
import io.quarkiverse.kvs.dynamodb.operation.table.UpdateContinuousBackups;
import io.quarkiverse.kvs.dynamodb.operation.table.UpdateTable;
import io.quarkiverse.kvs.dynamodb.operation.table.UpdateTimeToLive;

/** All operations. */
public final class Operations {

    public static final List<Operation> ALL = List.of(
            new CreateTable(), new DescribeTable(), new ListTables(), new UpdateTable(), new DeleteTable(),
            new GetItem(), new PutItem(), new UpdateItem(), new DeleteItem(), new BatchGetItem(), new BatchWriteItem(),
            new Query(), new Scan(), new TransactGetItems(), new TransactWriteItems(),
            new ExecuteStatement(), new BatchExecuteStatement(), new ExecuteTransaction(),
            new ListStreams(), new DescribeStream(), new GetShardIterator(), new GetRecords(),
            new DescribeLimits(), new DescribeEndpoints(), new TagResource(), new UntagResource(), new ListTagsOfResource(),
            new UpdateTimeToLive(), new DescribeTimeToLive(), new DescribeContinuousBackups(), new UpdateContinuousBackups());

    private Operations() {
    }

    /** The one that clients call so; null if there is none. */
    public static Operation named(String name) {
        for (Operation operation : ALL) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        return null;
    }

    /**
     * Calls an operation in this process: without a signature, and without anything that keeps an eye on clients. For threads
     * that may wait.
     *
     * @param request in JSON, as clients send it
     * @return the response, in JSON
     * @throws DynamoDbException what a client would be answered
     */
    public static byte[] call(Service service, Operation operation, byte[] request) {
        return operation.execute(new OperationContext(service, true), operation.read(request)).toBytes();
    }
}
