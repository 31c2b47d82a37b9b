package io.quarkiverse.kvs.core.command.acl;

import java.util.ArrayList;
import java.util.List;

/** Joins the words of selectors that were written as several: {@code (+get} and {@code ~a)} are one rule. */
final class RuleWords {

    private RuleWords() {
    }

    /**
     * @throws RuleException if a parenthesis is never closed; its rule is the word that opens it
     */
    static List<String> join(List<String> words) {
        List<String> rules = new ArrayList<>();
        StringBuilder open = null;
        String opening = null;
        for (String word : words) {
            if (word.startsWith("(") && !word.endsWith(")")) {
                open = new StringBuilder(word);
                opening = word;
            } else if (open == null) {
                rules.add(word);
            } else {
                open.append(' ').append(word);
                if (word.endsWith(")")) {
                    rules.add(open.toString());
                    open = null;
                }
            }
        }
        if (open != null) {
            throw new RuleException(opening, "Unmatched parenthesis in acl selector starting at '" + opening + "'.");
        }
        return rules;
    }
}
