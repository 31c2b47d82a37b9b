package io.quarkiverse.kvs.runtime.command;

/** Which arguments nobody but the server may see: they are left out wherever commands are shown. */
final class Secrets {

    static final String REDACTED = "(redacted)";

    private Secrets() {
    }

    static boolean isSecret(CommandContext c, int argument) {
        if (argument == 0) {
            return false;
        }
        if (c.is(0, "AUTH")) {
            return true;
        }
        if (c.is(0, "HELLO")) {
            return argument >= 2 && c.is(argument - 1, "AUTH") || argument >= 3 && c.is(argument - 2, "AUTH");
        }
        return c.is(0, "CONFIG") && argument >= 3 && c.is(argument - 1, "requirepass");
    }
}
