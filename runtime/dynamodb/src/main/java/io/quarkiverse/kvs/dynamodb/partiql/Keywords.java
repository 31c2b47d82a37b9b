package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.Locale;
import java.util.Set;

/** The words that are names only in double quotes, in capitals or not. */
final class Keywords {

    private static final Set<String> WORDS = Set.of("""
            SELECT FROM WHERE INSERT INTO VALUE VALUES UPDATE SET REMOVE DELETE AND OR NOT IN IS BETWEEN RETURNING ORDER BY
            ASC DESC GROUP HAVING LIMIT AS AT NULL MISSING TRUE FALSE LIKE ESCAPE CASE WHEN EXISTS JOIN ON CREATE DROP TABLE
            INDEX
            """.split("\\s+"));

    private Keywords() {
    }

    static boolean contains(String word) {
        return WORDS.contains(word.toUpperCase(Locale.ROOT));
    }
}
