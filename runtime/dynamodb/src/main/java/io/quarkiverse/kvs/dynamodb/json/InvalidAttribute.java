package io.quarkiverse.kvs.dynamodb.json;

/** The words for an attribute value that is wrong, where DynamoDB says more than what is wrong with it. */
@FunctionalInterface
public interface InvalidAttribute {

    /** Says what is wrong, and nothing else. */
    InvalidAttribute PLAIN = (name, problem) -> problem;

    /** For the values of an expression; that one is too deep is told as everywhere. */
    InvalidAttribute OF_EXPRESSION = (name, problem) -> problem.equals(AttributeReader.TOO_DEEP) ? problem
            : "ExpressionAttributeValues contains invalid value: " + problem + " for key " + name;

    /**
     * @param name of the attribute
     * @param problem what is wrong
     * @return the text of the error
     */
    String text(String name, String problem);
}
