package io.quarkiverse.kvs.core.command.client;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A command as text for people to read. */
public final class CommandText {

    /** So many characters are shown, and some more. */
    private static final int MAX_LENGTH = 1024;
    private static final int MAX_ARGUMENT = 256;

    private CommandText() {
    }

    /**
     * The name and the arguments in double quotes, with all that is not printable escaped, and without secrets; of
     * a long command, the beginning.
     */
    public static String of(Request request) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < request.count(); i++) {
            if (text.length() > MAX_LENGTH) {
                return text.append(" ... (").append(request.count() - i).append(" more arguments)").toString();
            }
            text.append(i == 0 ? "" : " ");
            if (Secrets.isSecret(request, i)) {
                text.append('"').append(Secrets.REDACTED).append('"');
            } else {
                append(text, request.show(i, new Bytes()));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Bytes bytes) {
        int more = bytes.length() - MAX_ARGUMENT;
        if (more <= 0) {
            Monitors.appendQuoted(text, bytes);
        } else {
            Monitors.appendQuoted(text, new Bytes().show(bytes.array(), bytes.offset(), MAX_ARGUMENT));
            text.append("... (").append(more).append(" more bytes)");
        }
    }
}
