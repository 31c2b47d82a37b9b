package io.quarkiverse.kvs.core.command.family;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A regular expression over keys, in the syntax of RE2, anchored at the start of the key but not at its end.
 * <p>
 * Matching takes time in proportion to the length of the key, for any expression. What RE2/J leaves open is the size of
 * the expression itself: {@code ((a{1000}){1000}){1000}} asks for a program of a thousand million steps. So its size is
 * estimated first, and bounded.
 */
public final class KeyPattern {

    static final int MAX_LENGTH = 1024;
    /** The steps of the compiled expression: what it may cost, at worst, per character of a key. */
    static final int MAX_STEPS = 10_000;

    private final Pattern pattern;

    private KeyPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is not a regular expression, or too large a one; the message says why */
    public static KeyPattern compile(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "regular expression too long: at most " + MAX_LENGTH + " characters are allowed");
        }
        if (new PatternSize(regex).steps() > MAX_STEPS) {
            throw new IllegalArgumentException("regular expression too large: its repetitions add up to more than " + MAX_STEPS
                    + " steps");
        }
        try {
            return new KeyPattern(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("bad regular expression: " + e.getMessage(), e);
        }
    }

    public boolean matches(Bytes key) {
        return pattern.matcher(key.utf8()).lookingAt();
    }
}
