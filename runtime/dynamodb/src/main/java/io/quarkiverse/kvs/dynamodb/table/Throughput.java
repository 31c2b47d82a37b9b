package io.quarkiverse.kvs.dynamodb.table;

/** Capacity units a second, as provisioned; 0 where a table is paid for each request. */
public record Throughput(long read, long write) {

    public static final Throughput NONE = new Throughput(0, 0);
}
