package io.quarkiverse.kvs.dynamodb.operation;

import io.quarkiverse.kvs.dynamodb.store.Tables;

/**
 * What all requests share. Safe for use by many threads.
 *
 * @param region as it stands in names of resources
 * @param delayMillis how long tables and indexes take to be created or deleted, in milliseconds; 0 for an instant
 * @param tokens the idempotency tokens of transactions
 * @param rates what is left of the throughput of tables
 */
public record Service(Tables tables, String region, long delayMillis, TransactionTokens tokens,
        Rates rates) {

    /** The account that all resources belong to. */
    public static final String ACCOUNT = "000000000000";

    private static final String ARN = "arn:aws:dynamodb:";
    private static final String TABLE = ":table/";

    public Service(Tables tables, String region, long delayMillis) {
        this(tables, region, delayMillis, new TransactionTokens(), new Rates());
    }

    /** The name of a table as a resource. */
    public String arn(String table) {
        return ARN + region + ":" + ACCOUNT + TABLE + table;
    }

    /** The name of a table that a request names, or names as a resource. */
    public static String tableName(String nameOrArn) {
        if (!nameOrArn.startsWith(ARN)) {
            return nameOrArn;
        }
        int at = nameOrArn.indexOf(TABLE);
        if (at < 0) {
            return nameOrArn;
        }
        String rest = nameOrArn.substring(at + TABLE.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }
}
