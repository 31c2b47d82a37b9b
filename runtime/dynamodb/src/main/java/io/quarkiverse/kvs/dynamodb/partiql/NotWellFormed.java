package io.quarkiverse.kvs.dynamodb.partiql;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/**
 * The error for a statement that cannot be read. What follows the colon is what PartiQL's reference implementation says
 * (partiql-lang-kotlin, {@code SqlParser}), where that has such a case; words that are no words of the language have nothing
 * there.
 */
final class NotWellFormed {

    private NotWellFormed() {
    }

    static DynamoDbException because(String detail) {
        return DynamoDbException.validation("Statement wasn't well formed, can't be processed: " + detail);
    }
}
