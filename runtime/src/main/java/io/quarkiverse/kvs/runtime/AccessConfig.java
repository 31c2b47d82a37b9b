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
            throw new IllegalArgumentException("there are users in quarkus.kvs.users, and in the file quarkus.kvs.acl-file as "
                    + "well: put them all into one place");
        }
    }

    /** @throws IllegalArgumentException if a rule is none, the file cannot be read, or there is no such command */
    void applyTo(Access access) {
        access.userName(userName);
        access.disable(disabled);
        access.define(users);
        if (file != null) {
            access.file(file);
        }
    }

    @Override
    public String toString() {
        return "AccessConfig[userName=" + userName + ", disabled=" + disabled + ", users=" + users.keySet() + ", file=" + file
                + "]";
    }
}
