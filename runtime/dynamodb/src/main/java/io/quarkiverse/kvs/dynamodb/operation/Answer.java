package io.quarkiverse.kvs.dynamodb.operation;

import java.util.function.Consumer;

import io.quarkiverse.kvs.dynamodb.json.Output;

/**
 * The result of an operation.
 *
 * @param body writes the members of the response: it is called once, between the braces
 * @param dependsOn the record of the log that must be safe before the client hears of the result; 0: none
 */
public record Answer(Consumer<Output> body, long dependsOn) {

    /** The whole body, in JSON. */
    public byte[] toBytes() {
        Output output = new Output().startObject();
        body.accept(output);
        return output.endObject().toBytes();
    }

    /** One that depends on no record. */
    public static Answer of(Consumer<Output> body) {
        return new Answer(body, 0);
    }
}
