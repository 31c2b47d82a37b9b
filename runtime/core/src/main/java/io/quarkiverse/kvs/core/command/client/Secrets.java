package io.quarkiverse.kvs.core.command.client;

import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Which arguments only the server may see: they are left out wherever commands are shown. */
public final class Secrets {

    public static final String REDACTED = "(redacted)";

    /** The parameters of CONFIG that are secret. */
    private static final Set<String> PARAMETERS = Set.of("requirepass", "masterauth", "masteruser");

    private Secrets() {
    }

    public static boolean isSecret(Request request, int argument) {
        if (argument == 0) {
            return false;
        }
        if (is(request, 0, "AUTH")) {
            return true;
        }
        if (is(request, 0, "HELLO")) {
            return argument >= 2 && is(request, argument - 1, "AUTH") || argument >= 3 && is(request, argument - 2, "AUTH");
        }
        if (is(request, 0, "MIGRATE")) {
            return isSecretOfMigrate(request, argument);
        }
        if (is(request, 0, "ACL")) {
            return argument >= 2 && is(request, 1, "SETUSER");
        }
        return is(request, 0, "CONFIG") && argument >= 3
                && PARAMETERS.stream().anyMatch(parameter -> is(request, argument - 1, parameter));
    }

    /** Whether the value of a parameter of CONFIG is one. */
    public static boolean isSecretParameter(String name) {
        return PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The password that another server asks for, and the name of the user. */
    private static boolean isSecretOfMigrate(Request request, int argument) {
        for (int i = 6; i < argument && !is(request, i, "KEYS"); i++) {
            int secrets = is(request, i, "AUTH") ? 1 : is(request, i, "AUTH2") ? 2 : 0;
            if (argument <= i + secrets) {
                return true;
            }
            i += secrets;
        }
        return false;
    }

    private static boolean is(Request request, int argument, String word) {
        return request.show(argument, new Bytes()).is(word);
    }
}
