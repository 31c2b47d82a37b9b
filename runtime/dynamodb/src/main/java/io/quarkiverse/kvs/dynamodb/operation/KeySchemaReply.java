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
        for (int i = 0; i < attributes.size(); i++) {
            out.startObject().field("AttributeName", attributes.get(i).name()).field("KeyType", i == 0 ? "HASH" : "RANGE")
                    .endObject();
        }
        out.endArray();
    }
}
