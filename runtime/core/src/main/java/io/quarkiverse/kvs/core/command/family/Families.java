package io.quarkiverse.kvs.core.command.family;

import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.kvs.core.command.Command;

/** All families of commands, each of which is a file of its own. */
public final class Families {

    public static final List<Command> ALL = Stream.of(
            ConnectionCommands.ALL,
            List.of(ClientCommands.CLIENT),
            KeyCommands.ALL,
            DumpCommands.ALL,
            SortCommands.ALL,
            StringCommands.ALL,
            ListCommands.ALL,
            BlockingListCommands.ALL,
            HashCommands.ALL,
            BitmapCommands.ALL,
            HyperLogLogCommands.ALL,
            SetCommands.ALL,
            SortedSetCommands.ALL,
            SortedSetRangeCommands.ALL,
            SortedSetPopCommands.ALL,
            SortedSetAlgebraCommands.ALL,
            GeoCommands.ALL,
            StreamCommands.ALL,
            StreamReadCommands.ALL,
            StreamPendingCommands.ALL,
            List.of(StreamGroupCommand.XGROUP),
            List.of(StreamInfoCommand.XINFO),
            TransactionCommands.ALL,
            PubSubCommands.ALL,
            ServerCommands.ALL,
            List.of(MemoryCommands.MEMORY),
            List.of(DebugCommand.DEBUG),
            List.of(ConfigCommands.CONFIG),
            List.of(CommandCommands.COMMAND)).flatMap(List::stream).toList();

    private Families() {
    }
}
