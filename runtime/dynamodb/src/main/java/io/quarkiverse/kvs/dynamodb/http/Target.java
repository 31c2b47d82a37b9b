package io.quarkiverse.kvs.dynamodb.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.operation.Operation;

/** Finds operations by the header in which clients name them. */
final class Target {

    private static final String TABLES = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    /** What DynamoDB has besides, and this endpoint does not: backups, global tables, exports, imports and more. */
    private static final Set<String> NOT_SUPPORTED = Set.of("CreateBackup", "CreateGlobalTable", "DeleteBackup",
            "DeleteResourcePolicy", "DescribeBackup", "DescribeContributorInsights", "DescribeExport", "DescribeGlobalTable",
            "DescribeGlobalTableSettings", "DescribeImport", "DescribeKinesisStreamingDestination",
            "DescribeTableReplicaAutoScaling", "DisableKinesisStreamingDestination", "EnableKinesisStreamingDestination",
            "ExportTableToPointInTime", "GetResourcePolicy", "ImportTable", "ListBackups", "ListContributorInsights",
            "ListExports", "ListGlobalTables", "ListImports", "PutResourcePolicy", "RestoreTableFromBackup",
            "RestoreTableToPointInTime", "SearchVectors", "UpdateContributorInsights", "UpdateGlobalTable",
            "UpdateGlobalTableSettings", "UpdateKinesisStreamingDestination", "UpdateTableReplicaAutoScaling");

    private final Map<String, Operation> operations = new HashMap<>();

    Target(List<Operation> operations) {
        for (Operation operation : operations) {
            this.operations.put((operation.isOfStreams() ? STREAMS : TABLES) + operation.name(), operation);
        }
    }

    /** @return null if there is none: unknown, or not supported */
    Operation find(String header) {
        return header == null ? null : operations.get(header);
    }

    /** The text of the error for a header that names no operation: null, unless it is one that DynamoDB has. */
    static String whyNot(String header) {
        String name = header != null && header.startsWith(TABLES) ? header.substring(TABLES.length()) : "";
        return NOT_SUPPORTED.contains(name) ? "The operation " + name + " is not supported by this endpoint" : null;
    }
}
