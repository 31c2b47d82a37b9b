package io.quarkiverse.kvs.dynamodb.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.runtime.DynamoDbInstance;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbRecorder;
import io.quarkiverse.kvs.runtime.devui.Outcome;
import io.quarkus.runtime.annotations.JsonRpcDescription;

/**
 * The operations of the DynamoDB endpoint, for the Dev UI and for Dev MCP.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class DynamoDbJsonRpcService {

    /** Shown on the card. */
    public int tableCount() {
        Service service = service();
        return service == null ? 0 : service.tables().all().size();
    }

    /** Where clients connect to; null if nothing listens. */
    public String endpoint() {
        DynamoDbInstance instance = KvsDynamoDbRecorder.instance();
        return instance == null || instance.port() < 0 ? null : instance.uri().toString();
    }

    @JsonRpcDescription("Calls an operation of the DynamoDB endpoint of the application. operation: its name, such as ListTables, "
            + "DescribeTable, Scan or PutItem; request: its request in JSON, as the API reference of DynamoDB has it")
    public Outcome<String> callOperation(String operation, String request) {
        Service service = service();
        if (service == null) {
            return new Outcome<>(null, "The application has no DynamoDB endpoint.");
        }
        Operation called = Operations.named(operation);
        if (called == null) {
            return new Outcome<>(null, "There is no operation " + operation + ".");
        }
        try {
            return new Outcome<>(new String(Operations.call(service, called, request.getBytes(UTF_8)), UTF_8), null);
        } catch (DynamoDbException e) {
            return new Outcome<>(null, e.type().code() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }

    private static Service service() {
        DynamoDbInstance instance = KvsDynamoDbRecorder.instance();
        return instance == null ? null : instance.service();
    }
}
