package io.quarkiverse.kvs.dynamodb.http;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Output;

/** The bodies of errors: the name, the text, and what belongs to some of them. */
final class ErrorBody {

    /** Where the text is called Message and not message. */
    private static final Set<ErrorType> CAPITAL = EnumSet.of(ErrorType.SERIALIZATION, ErrorType.ACCESS_DENIED,
            ErrorType.TRANSACTION_CANCELED, ErrorType.TRANSACTION_IN_PROGRESS, ErrorType.IDEMPOTENT_PARAMETER_MISMATCH);

    private ErrorBody() {
    }

    static byte[] of(DynamoDbException error) {
        Output output = new Output();
        output.startObject().field("__type", error.type().qualified());
        if (error.reasons() != null) {
            output.startArray("CancellationReasons");
            error.reasons().forEach(reason -> write(output, reason));
            output.endArray();
        }
        output.field(CAPITAL.contains(error.type()) ? "Message" : "message", error.getMessage());
        return output.item("Item", error.item()).endObject().toBytes();
    }

    private static void write(Output output, CancellationReason reason) {
        output.startObject()
                .field("Code", reason.code())
                .item("Item", reason.item())
                .field("Message", reason.message())
                .endObject();
    }
}
