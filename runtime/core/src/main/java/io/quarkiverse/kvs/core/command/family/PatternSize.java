package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An upper bound of what a regular expression grows to when its counted repetitions are written out, as RE2 does: {@code x{n}}
 * becomes n copies of x.
 * <p>
 * This reads just enough of the syntax for that: groups, classes, escapes and repetitions. In doubt it counts too much.
 */
final class PatternSize {

    /** Far beyond any bound, and far from overflow when multiplied by a repetition. */
    private static final long HUGE = 1L << 40;

    private final String regex;
    private int at;

    PatternSize(String regex) {
        this.regex = regex;
    }

    long steps() {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer.push(sum + last);
                    sum = 0;
                    last = 1;
                }
                case ')' -> {
                    last += sum;
                    sum = outer.isEmpty() ? 0 : outer.pop();
                }
                case '{' -> last = Math.min(HUGE, last * repetitions());
                default -> {
                    sum = Math.min(HUGE, sum + last);
                    int start = at;
                    skipAtom(c);
                    last = c == '\\' ? Math.max(1, at - start) : 1;
                }
            }
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum + last;
    }

    /** The larger number of a repetition whose brace has been read; 1 if this is no repetition but a plain brace. */
    private long repetitions() {
        int close = regex.indexOf('}', at);
        long most = 1;
        long number = 0;
        for (int i = at; i < close; i++) {
            char c = regex.charAt(i);
            if (c == ',') {
                number = 0;
            } else if (c >= '0' && c <= '9') {
                number = Math.min(HUGE, number * 10 + (c - '0'));
                most = Math.max(most, number);
            } else {
                return 1;
            }
        }
        at = Math.max(at, close + 1);
        return Math.min(most, 1 << 20);
    }

    /** Moves past what belongs to an atom that started with {@code c}, so that no bracket in it is taken for a group's. */
    private void skipAtom(char c) {
        if (c == '\\') {
            boolean quote = regex.startsWith("Q", at);
            int end = quote ? regex.indexOf("\\E", at) : at + 1;
            at = end < 0 ? regex.length() : quote ? end + 2 : end;
        } else if (c == '[') {
            skipClass();
        }
    }

    private void skipClass() {
        if (regex.startsWith("^", at)) {
            at++;
        }
        int first = at;
        while (at < regex.length()) {
            int name = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
            if (name >= 0) {
                at = name + 2;
            } else if (regex.charAt(at) == '\\') {
                at += 2;
            } else if (regex.charAt(at++) == ']' && at - 1 > first) {
                return; // a bracket that comes first is a member of the class
            }
        }
        at = regex.length();
    }
}
