package io.quarkiverse.kvs.core.command.acl;

/** A rule of an access control list cannot be applied. The message says why, in Redis's words, and repeats nothing of it. */
public final class RuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String SYNTAX = "Syntax error";
    static final String UNKNOWN = "Unknown command or category name in ACL";

    private final String rule;

    RuleException(String rule, String message) {
        super(message, null, false, false);
        this.rule = rule;
    }

    /** The rule, as it was written: it may hold a password. */
    public String rule() {
        return rule;
    }

    /** The rule as others may see it: without what may be a password. */
    public String shownRule() {
        return !rule.isEmpty() && "><#!".indexOf(rule.charAt(0)) >= 0 ? rule.charAt(0) + "(redacted)" : rule;
    }
}
