package io.quarkiverse.kvs.dynamodb.operation.table;

import static io.quarkiverse.kvs.dynamodb.operation.table.TableSettings.invalid;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What DescribeTable tells of what is accepted, and has no effect here: encryption, bounds of what is paid for, the class. */
final class ToldSettings {

    private static final String ENCRYPTION = "SSEDescription";
    private static final String ON_DEMAND = "OnDemandThroughput";
    static final String WARM = "WarmThroughput";

    private ToldSettings() {
    }

    /**
     * What is told of a table.
     *
     * @param before what is told of it so far
     * @param onDemand whether requests are paid for one by one
     */
    static Map<String, AttributeValue> of(Input input, Map<String, AttributeValue> before, String region, boolean onDemand) {
        Map<String, AttributeValue> told = new LinkedHashMap<>(before);
        encryption(told, input.structure("SSESpecification"), region);
        Input bounds = input.structure(ON_DEMAND);
        if (bounds != null) {
            requireBound(bounds, "MaxReadRequestUnits", onDemand);
            requireBound(bounds, "MaxWriteRequestUnits", onDemand);
        }
        numbers(told, ON_DEMAND, bounds, "MaxReadRequestUnits", "MaxWriteRequestUnits");
        numbers(told, WARM, input.structure(WARM), "ReadUnitsPerSecond", "WriteUnitsPerSecond");
        return told;
    }

    private static void encryption(Map<String, AttributeValue> told, Input given, String region) {
        if (given == null) {
            return;
        }
        boolean enabled = given.isTrue("Enabled");
        String key = given.string("KMSMasterKeyId");
        String type = given.string("SSEType");
        if (!enabled) {
            if (type != null) {
                throw invalid("SSEType can not be specified if Enabled is false");
            }
            if (key != null) {
                throw invalid("KMSMasterKeyId can not be specified if Enabled is false");
            }
            told.remove(ENCRYPTION);
            return;
        }
        if ("AES256".equals(type)) {
            throw invalid("SSEType AES256 is not supported");
        }
        if (key != null && type == null) {
            throw invalid("SSEType KMS is required if KMSMasterKeyId is specified");
        }
        Map<String, AttributeValue> description = new LinkedHashMap<>();
        description.put("Status", new AttributeValue.S("ENABLED"));
        description.put("SSEType", new AttributeValue.S("KMS"));
        description.put("KMSMasterKeyArn", new AttributeValue.S(key != null && key.startsWith("arn:") ? key
                : "arn:aws:kms:" + region + ":" + Service.ACCOUNT + ":key/" + (key == null ? "aws-dynamodb" : key)));
        told.put(ENCRYPTION, new AttributeValue.M(description));
    }

    /** At least one; -1 takes the bound away. */
    private static void requireBound(Input given, String member, boolean onDemand) {
        if (!given.has(member)) {
            return;
        }
        if (!onDemand) {
            throw invalid(member + " for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED");
        }
        long value = given.longValue(member);
        if (value < 1 && value != -1) {
            throw invalid("Requested " + member + " for OnDemandThroughput for table is outside of valid range");
        }
    }

    private static void numbers(Map<String, AttributeValue> told, String name, Input given, String... members) {
        if (given != null) {
            Map<String, AttributeValue> description = new LinkedHashMap<>();
            if (told.get(name) instanceof AttributeValue.M before) {
                description.putAll(before.values());
            }
            for (String member : members) {
                if (given.has(member)) {
                    description.put(member, new AttributeValue.N(new BigDecimal(given.longValue(member))));
                }
            }
            if (name.equals(WARM)) {
                description.put("Status", new AttributeValue.S("ACTIVE"));
            }
            told.put(name, new AttributeValue.M(description));
        }
    }

    /** The class of a table that a request names; null if it names none. */
    static String tableClass(Input input) {
        String name = input.string("TableClass");
        if (name != null && !name.equals("STANDARD") && !name.equals("STANDARD_INFREQUENT_ACCESS")) {
            throw DynamoDbException.validation("Invalid table-class parameter provided. Please try again with a valid "
                    + "table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].");
        }
        return name;
    }
}
