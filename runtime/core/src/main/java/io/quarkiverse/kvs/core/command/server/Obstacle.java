package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;

/** What keeps commands from being executed for a while, such as that the data is still being loaded. */
@FunctionalInterface
public interface Obstacle {

    /**
     * Why a command is refused, as the text of an error; null if it is not.
     *
     * @param context has the request
     */
    String refusal(Command command, Session session, CommandContext context);
}
