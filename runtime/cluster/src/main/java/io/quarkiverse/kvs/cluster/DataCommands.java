package io.quarkiverse.kvs.cluster;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.Session;

/** Which commands are about the data that all members have. */
final class DataCommands {

    private DataCommands() {
    }

    /** Whether a command may change data, or runs queued ones that may. */
    static boolean writes(Command command, Session session) {
        return changes(command) || runsQueue(command, session)
                && session.multi().queue().stream().anyMatch(queued -> changes(queued.command()));
    }

    /** Whether it reads data, or runs queued ones that do. */
    static boolean reads(Command command, Session session) {
        return command.isReadOnly() || runsQueue(command, session)
                && session.multi().queue().stream().anyMatch(queued -> queued.command().isReadOnly());
    }

    /** Whether it reads data, or runs queued ones that do, and changes none. */
    static boolean onlyReads(Command command, Session session) {
        return reads(command, session) && !writes(command, session);
    }

    /** Messages to channels are no data. */
    private static boolean changes(Command command) {
        return command.mayWrite() && !command.categories().contains(Category.PUBSUB);
    }

    private static boolean runsQueue(Command command, Session session) {
        return command.has(Flag.RUNS_QUEUE) && session.inTransaction();
    }
}
