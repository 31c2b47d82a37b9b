package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

/** Puts names in the place of placeholders, in document paths. */
final class PathBuilder {

    private final ExpressionKind kind;
    private final Placeholders placeholders;

    PathBuilder(ExpressionKind kind, Placeholders placeholders) {
        this.kind = kind;
        this.placeholders = placeholders;
    }

    DocumentPath build(Syntax.Path path) {
        List<PathElement> elements = new ArrayList<>();
        for (Syntax.Step step : path.steps()) {
            switch (step.kind()) {
                case NAME:
                    elements.add(new PathElement.Name(step.text()));
                    break;
                case PLACEHOLDER:
                    elements.add(new PathElement.Name(placeholders.name(kind, step.text())));
                    break;
                default:
                    elements.add(new PathElement.Index(Integer.parseInt(step.text())));
            }
        }
        if (elements.size() > DocumentPath.DEEPEST) {
            throw kind.error("The document path has too many nesting levels; nesting levels: " + elements.size());
        }
        return new DocumentPath(elements);
    }

    /** Whether names are reserved, and whether indexes are numbers that lists could have. */
    static void checkNames(ExpressionKind kind, Syntax.Path path) {
        for (Syntax.Step step : path.steps()) {
            if (step.kind() == Syntax.Step.Kind.NAME && ReservedWords.contains(step.text())) {
                throw kind.error("Attribute name is a reserved keyword; reserved keyword: " + step.text());
            }
            if (step.kind() == Syntax.Step.Kind.INDEX
                    && (step.text().length() > 10 || Long.parseLong(step.text()) > Integer.MAX_VALUE)) {
                throw kind.error("List index is not within the allowable range; index: [" + step.text() + "]");
            }
        }
    }

    /** Checks all paths of an expression. */
    static void checkAllNames(ExpressionKind kind, Syntax syntax) {
        if (syntax instanceof Syntax.Path path) {
            checkNames(kind, path);
        }
        for (Syntax part : Syntax.parts(syntax)) {
            checkAllNames(kind, part);
        }
    }
}
