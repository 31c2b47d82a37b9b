package io.quarkiverse.kvs.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.core.command.server.Access;

/**
 * Who may call what, as the configuration says. It holds passwords, and shows none.
 *
 * @param userName whose the password is; empty for the default user
 * @param disabled the commands that no client may call
 * @param users the rules of users, by their names
 * @param file where users are loaded from; null for none
 */
public record AccessConfig(String userName, Set<String> disabled, Map<String, String> users, Path file) {

    public AccessConfig {
        disabled = Set.copyOf(disabled);
        users = Map.copyOf(users);
        if (file != null && !users.isEmpty()) {
            // As Redis refuses it: what is in the one would be missing in the other.
            throw new Refused("acl-file",
                    "there are users in quarkus.kvs.users, and in this file as well: put them all into one "
                            + "place");
        }
    }

    /** @throws Refused if a rule is none, the file cannot be read, or there is no such command */
    void applyTo(Access access) {
        access.userName(userName);
        apply("disabled-commands", () -> access.disable(disabled));
        apply("users", () -> access.define(users));
        if (file != null) {
            apply("acl-file", () -> access.file(file));
        }
    }

    private static void apply(String property, Runnable what) {
        try {
            what.run();
        } catch (IllegalArgumentException e) {
            throw new Refused(property, e.getMessage());
        }
    }

    /** A property, without {@code quarkus.kvs.}, has a value that cannot be used; the message says why. */
    static final class Refused extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String property;

        Refused(String property, String message) {
            super(message);
            this.property = property;
        }

        String property() {
            return property;
        }
    }

    @Override
    public String toString() {
        return "AccessConfig[userName=" + userName + ", disabled=" + disabled + ", users=" + users.keySet() + ", file=" + file
                + "]";
    }
}
