package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;

/**
 * Matches a pattern of Lua 5.1 by backtracking. A byte of zero ends a pattern, as in C. Each step counts, so that a match
 * which would take for ever is noticed.
 */
final class Pattern {

    private static final int MOST_CAPTURES = 32;
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int ESCAPE = '%';
    /** How deep matching may nest: about as many items as a pattern may have. */
    private static final int MOST_DEPTH = 1000;
    private static final int STEPS = 4096;

    private final LuaState state;
    private final byte[] text;
    private final byte[] pattern;
    private final int patternEnd;
    private int level;
    private final int[] starts = new int[MOST_CAPTURES];
    private final int[] lengths = new int[MOST_CAPTURES];
    private int depth;
    private int steps;

    Pattern(LuaState state, LuaString text, LuaString pattern) {
        this.state = state;
        this.text = text.bytes();
        this.pattern = pattern.bytes();
        int end = 0;
        while (end < this.pattern.length && this.pattern[end] != 0) {
            end++;
        }
        this.patternEnd = end;
    }

    boolean isAnchored() {
        return patternEnd > 0 && pattern[0] == '^';
    }

    /**
     * Matches from the {@code from}th byte of the text and from the {@code p}th of the pattern; the end of the match, or -1.
     */
    int match(int from, int p) {
        level = 0;
        depth = 0;
        return doMatch(from, p);
    }

    int captures() {
        return level;
    }

    private int at(int p) {
        return p < patternEnd ? pattern[p] & 0xff : 0;
    }

    private void step() {
        if (++steps == STEPS) {
            steps = 0;
            state.work(STEPS);
        }
    }

    private int doMatch(int start, int pattern) {
        if (++depth > MOST_DEPTH) {
            throw state.error("pattern too complex");
        }
        int s = start;
        int p = pattern;
        try {
            while (true) {
                step();
                switch (at(p)) {
                    case 0:
                        return s;
                    case '(':
                        return at(p + 1) == ')' ? startCapture(s, p + 2, POSITION) : startCapture(s, p + 1, UNFINISHED);
                    case ')':
                        return endCapture(s, p + 1);
                    case '$':
                        if (at(p + 1) == 0) {
                            return s == text.length ? s : -1;
                        }
                        break;
                    case ESCAPE:
                        int next = at(p + 1);
                        if (next == 'b') {
                            s = matchBalance(s, p + 2);
                            if (s < 0) {
                                return -1;
                            }
                            p += 4;
                            continue;
                        }
                        if (next == 'f') {
                            p += 2;
                            if (at(p) != '[') {
                                throw state.error("missing '[' after '%f' in pattern");
                            }
                            int end = classEnd(p);
                            int previous = s == 0 ? 0 : text[s - 1] & 0xff;
                            int current = s < text.length ? text[s] & 0xff : 0;
                            if (matchSet(previous, p, end - 1) || !matchSet(current, p, end - 1)) {
                                return -1;
                            }
                            p = end;
                            continue;
                        }
                        if (next >= '0' && next <= '9') {
                            s = matchBack(s, next);
                            if (s < 0) {
                                return -1;
                            }
                            p += 2;
                            continue;
                        }
                        break;
                    default:
                        break;
                }
                int end = classEnd(p);
                boolean fits = s < text.length && single(text[s] & 0xff, p, end);
                switch (at(end)) {
                    case '?':
                        if (fits) {
                            int result = doMatch(s + 1, end + 1);
                            if (result >= 0) {
                                return result;
                            }
                        }
                        p = end + 1;
                        continue;
                    case '*':
                        return maxExpand(s, p, end);
                    case '+':
                        return fits ? maxExpand(s + 1, p, end) : -1;
                    case '-':
                        return minExpand(s, p, end);
                    default:
                        if (!fits) {
                            return -1;
                        }
                        s++;
                        p = end;
                }
            }
        } finally {
            depth--;
        }
    }

    private int classEnd(int start) {
        int p = start;
        int c = at(p++);
        if (c == ESCAPE) {
            if (at(p) == 0) {
                throw state.error("malformed pattern (ends with '%')");
            }
            return p + 1;
        }
        if (c == '[') {
            if (at(p) == '^') {
                p++;
            }
            do {
                if (at(p) == 0) {
                    throw state.error("malformed pattern (missing ']')");
                }
                if (at(p++) == ESCAPE && at(p) != 0) {
                    p++;
                }
            } while (at(p) != ']');
            return p + 1;
        }
        return p;
    }

    private static boolean isClass(int c, int letter) {
        boolean result;
        switch (letter | 0x20) {
            case 'a':
                result = isLetter(c);
                break;
            case 'c':
                result = c < 32 || c == 127;
                break;
            case 'd':
                result = isDigit(c);
                break;
            case 'l':
                result = c >= 'a' && c <= 'z';
                break;
            case 'p':
                result = c > 32 && c < 127 && !isLetter(c) && !isDigit(c);
                break;
            case 's':
                result = c == ' ' || (c >= 9 && c <= 13);
                break;
            case 'u':
                result = c >= 'A' && c <= 'Z';
                break;
            case 'w':
                result = isLetter(c) || isDigit(c);
                break;
            case 'x':
                result = isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
                break;
            case 'z':
                result = c == 0;
                break;
            default:
                return letter == c;
        }
        if (!isLetter(letter)) {
            return letter == c;
        }
        return (letter & 0x20) != 0 ? result : !result;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a byte is in the set that begins at p with a bracket and ends at {@code last} with one. */
    private boolean matchSet(int c, int start, int last) {
        int p = start;
        boolean found = true;
        if (at(p + 1) == '^') {
            found = false;
            p++;
        }
        while (++p < last) {
            if (at(p) == ESCAPE) {
                p++;
                if (isClass(c, at(p))) {
                    return found;
                }
            } else if (at(p + 1) == '-' && p + 2 < last) {
                p += 2;
                if (at(p - 2) <= c && c <= at(p)) {
                    return found;
                }
            } else if (at(p) == c) {
                return found;
            }
        }
        return !found;
    }

    private boolean single(int c, int p, int end) {
        switch (at(p)) {
            case '.':
                return true;
            case ESCAPE:
                return isClass(c, at(p + 1));
            case '[':
                return matchSet(c, p, end - 1);
            default:
                return at(p) == c;
        }
    }

    private int matchBalance(int s, int p) {
        if (at(p) == 0 || at(p + 1) == 0) {
            throw state.error("unbalanced pattern");
        }
        if (s >= text.length || (text[s] & 0xff) != at(p)) {
            return -1;
        }
        int open = at(p);
        int close = at(p + 1);
        int nesting = 1;
        for (int i = s + 1; i < text.length; i++) {
            step();
            int c = text[i] & 0xff;
            if (c == close) {
                if (--nesting == 0) {
                    return i + 1;
                }
            } else if (c == open) {
                nesting++;
            }
        }
        return -1;
    }

    private int maxExpand(int s, int p, int end) {
        int count = 0;
        while (s + count < text.length && single(text[s + count] & 0xff, p, end)) {
            count++;
            step();
        }
        for (; count >= 0; count--) {
            int result = doMatch(s + count, end + 1);
            if (result >= 0) {
                return result;
            }
        }
        return -1;
    }

    private int minExpand(int start, int p, int end) {
        for (int s = start;; s++) {
            int result = doMatch(s, end + 1);
            if (result >= 0) {
                return result;
            }
            if (s >= text.length || !single(text[s] & 0xff, p, end)) {
                return -1;
            }
        }
    }

    private int startCapture(int s, int p, int what) {
        if (level >= MOST_CAPTURES) {
            throw state.error("too many captures");
        }
        starts[level] = s;
        lengths[level] = what;
        level++;
        int result = doMatch(s, p);
        if (result < 0) {
            level--;
        }
        return result;
    }

    private int endCapture(int s, int p) {
        int l = toClose();
        lengths[l] = s - starts[l];
        int result = doMatch(s, p);
        if (result < 0) {
            lengths[l] = UNFINISHED;
        }
        return result;
    }

    private int toClose() {
        for (int i = level - 1; i >= 0; i--) {
            if (lengths[i] == UNFINISHED) {
                return i;
            }
        }
        throw state.error("invalid pattern capture");
    }

    private int matchBack(int s, int digit) {
        int l = digit - '1';
        if (l < 0 || l >= level || lengths[l] == UNFINISHED) {
            throw state.error("invalid capture index");
        }
        int length = lengths[l];
        // A position has, as in C, a length that is no length: never so many bytes.
        if (length < 0 || text.length - s < length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (text[starts[l] + i] != text[s + i]) {
                return -1;
            }
        }
        return s + length;
    }

    /** The {@code i}th capture, or the whole match if there is none. */
    Object capture(int i, int from, int to) {
        if (i >= level) {
            if (i != 0) {
                throw state.error("invalid capture index");
            }
            return part(from, to);
        }
        if (lengths[i] == UNFINISHED) {
            throw state.error("unfinished capture");
        }
        return lengths[i] == POSITION ? (Object) LuaNumbers.box(starts[i] + 1) : part(starts[i], starts[i] + lengths[i]);
    }

    private LuaString part(int from, int to) {
        state.allocate(24 + (to - from));
        return LuaString.copyOf(text, from, to - from);
    }

    /** All captures; the whole match if there are none. */
    Object[] captures(int from, int to) {
        Object[] values = new Object[Math.max(1, level)];
        for (int i = 0; i < values.length; i++) {
            values[i] = capture(i, from, to);
        }
        return values;
    }

    Object result(int from, int to) {
        return LuaResults.of(captures(from, to));
    }
}
