package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command LCS: finds what two strings have in common with the table that textbooks have for it. */
final class LongestCommonSubsequence {

    private boolean length;
    private boolean indexes;
    private boolean withMatchLength;
    private long minMatchLength;

    private byte[] a;
    private byte[] b;
    /**
     * The length of the longest common subsequence of the first i bytes of a and the first j of b, at
     * {@code i * (b.length + 1) + j}.
     */
    private int[] table;

    private LongestCommonSubsequence() {
    }

    static void run(CommandContext c) {
        LongestCommonSubsequence lcs = new LongestCommonSubsequence();
        lcs.a = string(c, 1);
        lcs.b = string(c, 2);
        lcs.parseOptions(c);
        long size = (lcs.a.length + 1L) * (lcs.b.length + 1L);
        if (size * Integer.BYTES > c.server().settings().limits().value()) {
            throw new CommandException("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        }
        // Quadratic in time: nothing for an event loop.
        c.replyLater((reply, cancelled) -> {
            lcs.fillTable((int) size);
            lcs.answer(reply);
        });
    }

    private static byte[] string(CommandContext c, int argument) {
        try {
            Bytes value = c.read().string(c.key(argument));
            return value == null ? new byte[0] : value.copy();
        } catch (WrongTypeException e) {
            throw new CommandException("ERR The specified keys must contain string values");
        }
    }

    private void parseOptions(CommandContext c) {
        for (int i = 3; i < c.count(); i++) {
            if (c.is(i, "IDX")) {
                indexes = true;
            } else if (c.is(i, "LEN")) {
                length = true;
            } else if (c.is(i, "WITHMATCHLEN")) {
                withMatchLength = true;
            } else if (c.is(i, "MINMATCHLEN") && i + 1 < c.count()) {
                minMatchLength = Math.max(0, c.integer(++i));
            } else {
                throw CommandException.SYNTAX;
            }
        }
        if (length && indexes) {
            throw new CommandException("ERR If you want both the length and indexes, please just use IDX.");
        }
    }

    private void fillTable(int size) {
        table = new int[size];
        int row = b.length + 1;
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                int at = i * row + j;
                table[at] = a[i - 1] == b[j - 1] ? table[at - row - 1] + 1 : Math.max(table[at - row], table[at - 1]);
            }
        }
    }

    private void answer(ReplyWriter reply) {
        int common = table[table.length - 1];
        if (length) {
            reply.integer(common);
        } else if (indexes) {
            reply.map(2);
            reply.bulk("matches");
            long matches = reply.openArray();
            reply.closeArray(matches, walkBack(reply, null));
            reply.bulk("len");
            reply.integer(common);
        } else {
            byte[] result = new byte[common];
            walkBack(null, result);
            reply.bulk(result);
        }
    }

    /**
     * Walks through the table from its end, collecting the bytes, or writing the ranges where both strings agree.
     *
     * @return how many ranges were written
     */
    private int walkBack(ReplyWriter ranges, byte[] result) {
        int row = b.length + 1;
        int i = a.length;
        int j = b.length;
        int left = table[table.length - 1];
        int written = 0;
        int matched = 0;
        int startA = 0;
        int startB = 0;
        while (i > 0 && j > 0) {
            boolean ends = false;
            if (a[i - 1] == b[j - 1]) {
                if (result != null) {
                    result[--left] = a[i - 1];
                }
                i--;
                j--;
                startA = i;
                startB = j;
                matched++;
                // The last range of all ends where one of the strings does.
                ends = i == 0 || j == 0;
            } else {
                ends = matched > 0;
                if (table[(i - 1) * row + j] > table[i * row + j - 1]) {
                    i--;
                } else {
                    j--;
                }
            }
            if (ends) {
                if (ranges != null && matched >= minMatchLength) {
                    writeRange(ranges, startA, startB, matched);
                    written++;
                }
                matched = 0;
            }
        }
        return written;
    }

    private void writeRange(ReplyWriter reply, int startA, int startB, int matched) {
        reply.array(withMatchLength ? 3 : 2);
        reply.array(2);
        reply.integer(startA);
        reply.integer(startA + matched - 1L);
        reply.array(2);
        reply.integer(startB);
        reply.integer(startB + matched - 1L);
        if (withMatchLength) {
            reply.integer(matched);
        }
    }
}
