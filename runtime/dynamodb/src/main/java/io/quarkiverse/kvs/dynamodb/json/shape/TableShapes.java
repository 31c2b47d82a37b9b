package io.quarkiverse.kvs.dynamodb.json.shape;

import static io.quarkiverse.kvs.dynamodb.json.Shape.demanded;
import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/** The requests that make, change, describe and delete tables. Members in the order in which errors are listed. */
public final class TableShapes {

    private static final Shape.Text KEY_ATTRIBUTE = Shape.text(1, 255);

    private static final Shape.ListOf ATTRIBUTE_DEFINITIONS = Shape.listOf(Shape.structure("AttributeDefinition",
            required("AttributeName", KEY_ATTRIBUTE),
            required("AttributeType", Shape.oneOf("B", "N", "S"))));

    private static final Shape.ListOf KEY_SCHEMA = Shape.listOf(Shape.structure("KeySchemaElement",
            required("AttributeName", KEY_ATTRIBUTE),
            required("KeyType", Shape.oneOf("HASH", "RANGE")))).length(1, 2);

    /** Of a global index: the operation tells if there are too many. */
    private static final Shape.ListOf GLOBAL_KEY_SCHEMA = KEY_SCHEMA.length(1, Integer.MAX_VALUE);

    private static final Shape.Structure PROJECTION = Shape.structure("Projection",
            optional("ProjectionType", Shape.oneOf("ALL", "INCLUDE", "KEYS_ONLY")),
            optional("NonKeyAttributes", Shape.listOf(Shape.text(1, 255)).length(1, 20)));

    private static final Shape.Structure PROVISIONED_THROUGHPUT = Shape.structure("ProvisionedThroughput",
            required("WriteCapacityUnits", Shape.LONG.from(1)),
            required("ReadCapacityUnits", Shape.LONG.from(1)));

    private static final Shape.Structure ON_DEMAND_THROUGHPUT = Shape.structure("OnDemandThroughput",
            optional("MaxReadRequestUnits", Shape.LONG),
            optional("MaxWriteRequestUnits", Shape.LONG));

    private static final Shape.Structure WARM_THROUGHPUT = Shape.structure("WarmThroughput",
            optional("ReadUnitsPerSecond", Shape.LONG),
            optional("WriteUnitsPerSecond", Shape.LONG));

    private static final Shape.Text BILLING_MODE = Shape.oneOf("PROVISIONED", "PAY_PER_REQUEST");
    /** The operation says which there are, in words of its own. */
    private static final Shape.Text TABLE_CLASS = Shape.TEXT;

    private static final Shape.Structure STREAM_SPECIFICATION = Shape.structure("StreamSpecification",
            required("StreamEnabled", Shape.FLAG),
            optional("StreamViewType", Shape.oneOf("NEW_AND_OLD_IMAGES", "OLD_IMAGE", "NEW_IMAGE", "KEYS_ONLY")));

    private static final Shape.Structure SSE_SPECIFICATION = Shape.structure("SSESpecification",
            optional("Enabled", Shape.FLAG),
            optional("SSEType", Shape.oneOf("AES256", "KMS")),
            optional("KMSMasterKeyId", Shape.TEXT));

    private static final Shape.ListOf TAGS = Shape.listOf(Shape.structure("Tag",
            required("Key", Shape.text(1, 128)),
            required("Value", Shape.text(0, 256))));

    private static final Shape.Structure LOCAL_INDEX = Shape.structure("LocalSecondaryIndex",
            required("IndexName", CommonShapes.INDEX_NAME),
            required("KeySchema", KEY_SCHEMA),
            required("Projection", PROJECTION));

    private static final Shape.Structure GLOBAL_INDEX = Shape.structure("GlobalSecondaryIndex",
            required("IndexName", CommonShapes.INDEX_NAME),
            required("KeySchema", GLOBAL_KEY_SCHEMA),
            required("Projection", PROJECTION),
            optional("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
            optional("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
            optional("WarmThroughput", WARM_THROUGHPUT));

    public static final Shape.Structure CREATE_TABLE = Shape.structure("CreateTableInput",
            required("AttributeDefinitions", ATTRIBUTE_DEFINITIONS),
            demanded("TableName", CommonShapes.PLAIN_TABLE_NAME),
            optional("BillingMode", BILLING_MODE),
            optional("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
            required("KeySchema", KEY_SCHEMA),
            optional("LocalSecondaryIndexes", Shape.listOf(LOCAL_INDEX)),
            optional("GlobalSecondaryIndexes", Shape.listOf(GLOBAL_INDEX)),
            optional("StreamSpecification", STREAM_SPECIFICATION),
            optional("SSESpecification", SSE_SPECIFICATION),
            optional("Tags", TAGS),
            optional("TableClass", TABLE_CLASS),
            optional("DeletionProtectionEnabled", Shape.FLAG),
            optional("ResourcePolicy", Shape.TEXT),
            optional("WarmThroughput", WARM_THROUGHPUT),
            optional("OnDemandThroughput", ON_DEMAND_THROUGHPUT));

    public static final Shape.Structure DESCRIBE_TABLE = ofTable("DescribeTableInput");
    public static final Shape.Structure DELETE_TABLE = ofTable("DeleteTableInput");

    public static final Shape.Structure LIST_TABLES = Shape.structure("ListTablesInput",
            optional("Limit", Shape.INTEGER.between(1, 100)),
            optional("ExclusiveStartTableName", CommonShapes.PLAIN_TABLE_NAME));

    public static final Shape.Structure UPDATE_TABLE = Shape.structure("UpdateTableInput",
            demanded("TableName", CommonShapes.DEMANDED_TABLE),
            optional("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
            optional("BillingMode", BILLING_MODE),
            optional("AttributeDefinitions", ATTRIBUTE_DEFINITIONS),
            optional("GlobalSecondaryIndexUpdates", Shape.listOf(Shape.structure("GlobalSecondaryIndexUpdate",
                    optional("Update", Shape.structure("UpdateGlobalSecondaryIndexAction",
                            required("IndexName", CommonShapes.INDEX_NAME),
                            optional("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
                            optional("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
                            optional("WarmThroughput", WARM_THROUGHPUT))),
                    optional("Create", Shape.structure("CreateGlobalSecondaryIndexAction",
                            required("Projection", PROJECTION),
                            required("IndexName", CommonShapes.INDEX_NAME),
                            optional("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
                            required("KeySchema", GLOBAL_KEY_SCHEMA),
                            optional("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
                            optional("WarmThroughput", WARM_THROUGHPUT))),
                    optional("Delete", Shape.structure("DeleteGlobalSecondaryIndexAction",
                            required("IndexName", CommonShapes.INDEX_NAME)))))),
            optional("StreamSpecification", STREAM_SPECIFICATION),
            optional("SSESpecification", SSE_SPECIFICATION),
            // Read, so that an operation can say that there are no replicas.
            optional("ReplicaUpdates", Shape.listOf(Shape.structure("ReplicationGroupUpdate")).length(1, Integer.MAX_VALUE)),
            optional("TableClass", TABLE_CLASS),
            optional("DeletionProtectionEnabled", Shape.FLAG),
            optional("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
            optional("WarmThroughput", WARM_THROUGHPUT));

    public static final Shape.Structure DESCRIBE_LIMITS = Shape.structure("DescribeLimitsInput");
    public static final Shape.Structure DESCRIBE_ENDPOINTS = Shape.structure("DescribeEndpointsRequest");

    /** What is missing of a tag's request is told by the operation, in words of its own. */
    public static final Shape.Structure TAG_RESOURCE = Shape.structure("TagResourceInput",
            optional("ResourceArn", CommonShapes.RESOURCE_ARN),
            optional("Tags", TAGS));

    public static final Shape.Structure UNTAG_RESOURCE = Shape.structure("UntagResourceInput",
            optional("ResourceArn", CommonShapes.RESOURCE_ARN),
            optional("TagKeys", Shape.listOf(Shape.text(1, 128))));

    public static final Shape.Structure LIST_TAGS_OF_RESOURCE = Shape.structure("ListTagsOfResourceInput",
            optional("ResourceArn", CommonShapes.RESOURCE_ARN),
            optional("NextToken", Shape.TEXT));

    public static final Shape.Structure UPDATE_TIME_TO_LIVE = Shape.structure("UpdateTimeToLiveInput",
            demanded("TableName", CommonShapes.DEMANDED_TABLE),
            required("TimeToLiveSpecification", Shape.structure("TimeToLiveSpecification",
                    required("Enabled", Shape.FLAG),
                    required("AttributeName", Shape.text(1, 255)))));

    public static final Shape.Structure DESCRIBE_TIME_TO_LIVE = ofTable("DescribeTimeToLiveInput");

    public static final Shape.Structure DESCRIBE_CONTINUOUS_BACKUPS = ofTable("DescribeContinuousBackupsInput");

    public static final Shape.Structure UPDATE_CONTINUOUS_BACKUPS = Shape.structure("UpdateContinuousBackupsInput",
            demanded("TableName", CommonShapes.DEMANDED_TABLE),
            required("PointInTimeRecoverySpecification", Shape.structure("PointInTimeRecoverySpecification",
                    required("PointInTimeRecoveryEnabled", Shape.FLAG),
                    optional("RecoveryPeriodInDays", Shape.INTEGER.between(1, 35)))));

    private TableShapes() {
    }

    private static Shape.Structure ofTable(String name) {
        return Shape.structure(name, demanded("TableName", CommonShapes.DEMANDED_TABLE));
    }
}
