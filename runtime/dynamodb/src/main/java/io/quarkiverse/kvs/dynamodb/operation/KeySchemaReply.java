package io.quarkiverse.kvs.dynamodb.operation;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;

/** Writes which attributes are a key, as descriptions of tables and of streams have it. */
public final class KeySchemaReply {

    private KeySchemaReply() {
    }

    /** As the member KeySchema of an object. */
    public static void writeTo(Output out, KeySchema keys) {
        out.startArray("KeySchema");
        List<KeyAttribute> attributes = keys.attributes();
        for (KeyAttribute attribute : attributes) {
            out.startObject().field("AttributeName", attribute.name())
                    .field("KeyType", keys.isHash(attribute) ? "HASH" : "RANGE").endObject();
        }
        out.endArray();
    }
}
