package io.quarkiverse.kvs.core.command;

import java.util.List;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What commands do with a key where that depends on their options: {@code variable_flags} in Redis's words. */
public final class KeyFlags {

    private KeyFlags() {
    }

    public static List<String> inThisCall(Command command, Request request, List<String> flags) {
        if (!flags.contains("variable_flags")) {
            return flags;
        }
        return switch (command.name()) {
            case "SET" -> hasWord(request, 3, "GET") || hasWord(request, 3, "IFEQ") || hasWord(request, 3, "IFNE")
                    ? List.of("RW", "access", "update")
                    : List.of("OW", "update");
            case "BITFIELD" -> hasWord(request, 2, "SET") || hasWord(request, 2, "INCRBY") ? List.of("RW", "access", "update")
                    : List.of("RO", "access");
            default -> flags;
        };
    }

    private static boolean hasWord(Request request, int from, String word) {
        for (int i = from; i < request.count(); i++) {
            if (request.show(i, new Bytes()).is(word)) {
                return true;
            }
        }
        return false;
    }
}
