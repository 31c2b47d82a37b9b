package io.quarkiverse.kvs.core.command.client;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Patterns as shells have them: {@code *} for any bytes, {@code ?} for one, {@code [abc]}, {@code [^a-z]} for one
 * of a set, a backslash to take the next byte as it is. Made for KEYS, SCAN and pattern subscriptions, and exactly
 * as generous with malformed patterns as Redis.
 * <p>
 * Matching takes time in proportion to the length of the text times that of the pattern, at worst: only the last
 * star is ever tried again, which is enough, because an earlier one could only take what a later one can skip.
 */
public final class Glob {

    private static final int NO_MATCH = -1;

    private Glob() {
    }

    public static boolean matches(Bytes pattern, Bytes text) {
        return matches(pattern, text, false);
    }

    public static boolean matches(Bytes pattern, Bytes text, boolean ignoreCase) {
        return matches(pattern.array(), pattern.offset(), pattern.offset() + pattern.length(), text.array(), text.offset(),
                text.offset() + text.length(), ignoreCase);
    }

    private static boolean matches(byte[] pattern, int p, int patternEnd, byte[] text, int t, int textEnd, boolean ignoreCase) {
        if (t == textEnd) {
            // As in Redis, where only KEYS and SCAN know that a star matches what is empty.
            return p == patternEnd;
        }
        int afterStar = -1;
        int starText = 0;
        int at = p;
        int in = t;
        while (true) {
            if (at < patternEnd && pattern[at] == '*') {
                while (at < patternEnd && pattern[at] == '*') {
                    at++;
                }
                if (at == patternEnd) {
                    return true;
                }
                afterStar = at;
                starText = in;
                continue;
            }
            if (in == textEnd) {
                return at == patternEnd;
            }
            int next = at < patternEnd ? matchOne(pattern, at, patternEnd, text[in], ignoreCase) : NO_MATCH;
            if (next != NO_MATCH) {
                at = next;
                in++;
            } else if (afterStar >= 0) {
                at = afterStar;
                in = ++starText;
            } else {
                return false;
            }
        }
    }

    /** Where the pattern goes on after matching one byte, or {@link #NO_MATCH}. */
    private static int matchOne(byte[] pattern, int at, int end, byte b, boolean ignoreCase) {
        switch (pattern[at]) {
            case '?':
                return at + 1;
            case '[':
                return matchSet(pattern, at + 1, end, b, ignoreCase);
            case '\\':
                int escaped = at + 1 < end ? at + 1 : at;
                return same(pattern[escaped], b, ignoreCase) ? escaped + 1 : NO_MATCH;
            default:
                return same(pattern[at], b, ignoreCase) ? at + 1 : NO_MATCH;
        }
    }

    private static int matchSet(byte[] pattern, int from, int end, byte b, boolean ignoreCase) {
        int at = from;
        boolean not = at < end && pattern[at] == '^';
        if (not) {
            at++;
        }
        boolean found = false;
        while (at < end && pattern[at] != ']') {
            if (pattern[at] == '\\' && at + 1 < end) {
                at++;
                found |= pattern[at] == b;
            } else if (at + 2 < end && pattern[at + 1] == '-') {
                found |= inRange(pattern[at], pattern[at + 2], b, ignoreCase);
                at += 2;
            } else {
                found |= same(pattern[at], b, ignoreCase);
            }
            at++;
        }
        // A set that is not closed ends with the pattern.
        return found != not ? Math.min(at + 1, end) : NO_MATCH;
    }

    /** Bytes have signs, as the chars of C that Redis compares. */
    private static boolean inRange(int first, int second, int b, boolean ignoreCase) {
        int low = Math.min(first, second);
        int high = Math.max(first, second);
        if (ignoreCase) {
            return lower(b) >= lower(low) && lower(b) <= lower(high);
        }
        return b >= low && b <= high;
    }

    private static boolean same(byte a, byte b, boolean ignoreCase) {
        return a == b || ignoreCase && lower(a) == lower(b);
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
