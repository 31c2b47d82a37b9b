package io.quarkiverse.kvs.cluster;

import java.io.IOException;

/**
 * Finds where a reply in RESP ends, in bytes that come in pieces. An instance is for one reply.
 */
final class ReplyFrame {

    private static final int LONGEST_NUMBER = 20;

    /** So many values are still to come, the one that is being read included. */
    private long open = 1;
    /** So many bytes of the content of a string are still to come, with the end of its line. */
    private long content;
    private char type;
    private long number;
    private boolean negative;
    private int digits;
    private boolean inLine;

    /**
     * Goes on.
     *
     * @return where among these bytes the reply ends; -1 if it does not yet
     * @throws IOException if this is no RESP
     */
    int end(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            if (content > 0) {
                long some = Math.min(content, to - at);
                content -= some;
                at += (int) some;
                if (content == 0 && --open == 0) {
                    return at;
                }
                continue;
            }
            char next = (char) (bytes[at++] & 0xff);
            if (!inLine) {
                inLine = true;
                type = next;
                number = 0;
                digits = 0;
                negative = false;
            } else if (next == '\n') {
                inLine = false;
                lineEnds();
                if (open == 0) {
                    return at;
                }
            } else if (isLength() && next != '\r') {
                digit(next);
            }
        }
        return -1;
    }

    private boolean isLength() {
        return switch (type) {
            case '$', '=', '!', '*', '~', '>', '%', '|' -> true;
            default -> false;
        };
    }

    private void digit(char next) throws IOException {
        if (next == '-' && digits == 0) {
            negative = true;
        } else if (next < '0' || next > '9' || ++digits > LONGEST_NUMBER - 2) {
            throw new IOException("the leader does not answer in RESP");
        } else {
            number = number * 10 + next - '0';
        }
    }

    private void lineEnds() throws IOException {
        switch (type) {
            case '$', '=', '!' -> {
                if (negative) {
                    open--;
                } else {
                    content = number + 2;
                }
            }
            case '*', '~', '>' -> open += negative ? -1 : number - 1;
            case '%' -> open += negative ? -1 : 2 * number - 1;
            // Attributes stand in front of the value that they belong to.
            case '|' -> open += 2 * number;
            case '+', '-', ':', '_', ',', '#', '(' -> open--;
            default -> throw new IOException("the leader does not answer in RESP");
        }
    }
}
