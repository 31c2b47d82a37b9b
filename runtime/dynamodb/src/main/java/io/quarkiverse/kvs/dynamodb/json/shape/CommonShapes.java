package io.quarkiverse.kvs.dynamodb.json.shape;

import java.util.List;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.dynamodb.json.Shape;

/** What the requests of several operations have in common. */
final class CommonShapes {

    private static final String NAME = "[a-zA-Z0-9_.-]+";

    /** The name of an index. */
    static final Shape.Text INDEX_NAME = Shape.matching(NAME, 3, 255);

    /** The name of a table, where no ARN may stand. */
    static final Shape.Text PLAIN_TABLE_NAME = Shape.matching(NAME, 3, 255);

    /** The name of a table or its ARN, where items are read or written. */
    static final Shape.Text TABLE = nameOrArn(1, 1024);

    /** The same, where tables are made or described. */
    static final Shape.Text DEMANDED_TABLE = nameOrArn(3, 1024);

    static final Shape.Text RESOURCE_ARN = Shape.text(0, 1283);

    static final Shape.Text RETURN_CONSUMED_CAPACITY = Shape.oneOf("INDEXES", "TOTAL", "NONE");
    static final Shape.Text RETURN_ITEM_COLLECTION_METRICS = Shape.oneOf("SIZE", "NONE");
    static final Shape.Text RETURN_VALUES_ON_FAILURE = Shape.oneOf("ALL_OLD", "NONE");

    static final Shape.Text ATTRIBUTE_NAME = Shape.text(0, 65_535);

    /** The placeholders of names in expressions. */
    static final Shape.MapOf EXPRESSION_NAMES = Shape.mapOf(Shape.TEXT, ATTRIBUTE_NAME);

    private CommonShapes() {
    }

    /** Errors show the pattern of names, also where an ARN would do. */
    private static Shape.Text nameOrArn(int min, int max) {
        return new Shape.Text(min, max, Pattern.compile(NAME + "|arn:[a-zA-Z0-9_.:/-]+"), NAME, List.of(), PLAIN_TABLE_NAME);
    }
}
