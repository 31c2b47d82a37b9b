package io.quarkiverse.kvs.runtime.command;

import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Bytes;

/** Which arguments nobody but the server may see: they are left out wherever commands are shown. */
final class Secrets {

    static final String REDACTED = "(redacted)";

    private Secrets() {
    }

    static boolean isSecret(Request request, int argument) {
        if (argument == 0) {
            return false;
        }
        if (is(request, 0, "AUTH")) {
            return true;
        }
        if (is(request, 0, "HELLO")) {
            return argument >= 2 && is(request, argument - 1, "AUTH") || argument >= 3 && is(request, argument - 2, "AUTH");
        }
        return is(request, 0, "CONFIG") && argument >= 3 && is(request, argument - 1, "requirepass");
    }

    private static boolean is(Request request, int argument, String word) {
        return request.show(argument, new Bytes()).is(word);
    }
}
