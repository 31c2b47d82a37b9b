package io.quarkiverse.kvs.dynamodb.operation;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.store.RunOnWorkerException;
import io.quarkiverse.kvs.dynamodb.store.Session;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.store.Tables;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** What one request works on. For one thread. */
public final class OperationContext {

    private final Service service;
    private final boolean mayWait;
    private final Session session;

    /**
     * @param mayWait whether the thread may wait; if not, {@link RunOnWorkerException} says that it would have to: the request
     *        is then
     *        executed once more with another context
     */
    public OperationContext(Service service, boolean mayWait) {
        this.service = service;
        this.mayWait = mayWait;
        session = service.tables().session(mayWait);
    }

    public Service service() {
        return service;
    }

    public Tables tables() {
        return service.tables();
    }

    public Session session() {
        return session;
    }

    /** Milliseconds since 1970. */
    public long now() {
        return service.tables().now();
    }

    /** A table whose items can be used, by its name or the name of the resource. */
    public Table table(String nameOrArn) {
        return session.usable(Service.tableName(nameOrArn));
    }

    /**
     * Before anything is read.
     *
     * @param index null if it is read from the table
     * @throws DynamoDbException a ProvisionedThroughputExceededException
     */
    public void requireReads(TableDescription table, IndexDescription index) {
        if (!service.rates().allowsReads(table, index, now())) {
            throw DynamoDbException.of(ErrorType.THROUGHPUT_EXCEEDED);
        }
    }

    /**
     * Before anything is written.
     *
     * @throws DynamoDbException a ProvisionedThroughputExceededException
     */
    public void requireWrites(TableDescription table) {
        if (!allowsWrites(table)) {
            throw DynamoDbException.of(ErrorType.THROUGHPUT_EXCEEDED);
        }
    }

    /** Whether the throughput of a table lets items be read. */
    public boolean allowsReads(TableDescription table) {
        return service.rates().allowsReads(table, null, now());
    }

    /** Whether the throughput of a table lets items be written. */
    public boolean allowsWrites(TableDescription table) {
        return service.rates().allowsWrites(table, now());
    }

    /** Before anything is written. */
    public void requireRoom() {
        service.tables().requireRoom(mayWait);
    }
}
