package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.PathElement;

/** Reads document paths: names with points between them, indexes in brackets. */
final class PathReader {

    private final PartiqlWords words;

    PathReader(PartiqlWords words) {
        this.words = words;
    }

    /** A path where nothing else may be. */
    DocumentPath simplePath() {
        if (!words.peek().isName()) {
            throw NotWellFormed.because("Expected identifier for simple path");
        }
        return path();
    }

    /** A path whose first name comes next. */
    DocumentPath path() {
        List<PathElement> elements = new ArrayList<>();
        elements.add(new PathElement.Name(words.next().text()));
        while (true) {
            if (words.takeSign(".")) {
                if (!words.peek().isName()) {
                    throw NotWellFormed.because("Invalid path dot component");
                }
                elements.add(new PathElement.Name(words.next().text()));
            } else if (words.takeSign("[")) {
                elements.add(inBrackets());
                words.expectSign("]");
            } else {
                break;
            }
        }
        if (elements.size() > DocumentPath.DEEPEST) {
            throw DynamoDbException
                    .validation("The document path has too many nesting levels; nesting levels: " + elements.size());
        }
        return new DocumentPath(elements);
    }

    private PathElement inBrackets() {
        boolean minus = words.takeSign("-");
        PartiqlToken token = words.next();
        if (token.type() == PartiqlToken.Type.STRING && !minus) {
            return new PathElement.Name(token.text());
        }
        if (token.type() != PartiqlToken.Type.NUMBER) {
            throw NotWellFormed.because("Invalid path component for simple path");
        }
        String digits = token.text();
        if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) > Integer.MAX_VALUE
                || (minus && Long.parseLong(digits) > 0)) {
            throw DynamoDbException.validation("List index is not within the allowable range; index: [" + (minus ? "-" : "")
                    + digits + "]");
        }
        return new PathElement.Index(Integer.parseInt(digits));
    }
}
