package io.quarkiverse.kvs.core.command.family;

import java.util.List;
import java.util.stream.Stream;

import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.CommandTable;

/** The families of commands that every server has, each of which is a file of its own. */
public final class Families {

    /** In the order in which they are documented. A new family is named here. */
    public static final List<CommandFamily> ALL = List.of(
            CommandFamily.of(ConnectionCommands.ALL),
            CommandFamily.of(ClientCommands.CLIENT),
            CommandFamily.of(KeyCommands.ALL),
            CommandFamily.of(DumpCommands.ALL),
            CommandFamily.of(SortCommands.ALL),
            CommandFamily.of(StringCommands.ALL),
            CommandFamily.of(ListCommands.ALL),
            CommandFamily.of(BlockingListCommands.ALL),
            CommandFamily.of(HashCommands.ALL),
            CommandFamily.of(HashExpiryCommands.ALL),
            CommandFamily.of(BitmapCommands.ALL),
            CommandFamily.of(HyperLogLogCommands.ALL),
            CommandFamily.of(SetCommands.ALL),
            CommandFamily.of(SortedSetCommands.ALL),
            CommandFamily.of(SortedSetRangeCommands.ALL),
            CommandFamily.of(SortedSetPopCommands.ALL),
            CommandFamily.of(SortedSetAlgebraCommands.ALL),
            CommandFamily.of(GeoCommands.ALL),
            CommandFamily.of(StreamCommands.ALL),
            CommandFamily.of(StreamDeletionCommands.ALL),
            CommandFamily.of(StreamReadCommands.ALL),
            CommandFamily.of(StreamPendingCommands.ALL),
            CommandFamily.of(StreamGroupCommand.XGROUP),
            CommandFamily.of(StreamInfoCommand.XINFO),
            CommandFamily.of(OrderedMapCommands.ALL),
            CommandFamily.of(MigrateCommand.MIGRATE),
            CommandFamily.of(TransactionCommands.ALL),
            CommandFamily.of(ScriptCommands.ALL),
            CommandFamily.of(FunctionCommands.ALL),
            CommandFamily.of(PubSubCommands.ALL),
            CommandFamily.of(ServerCommands.ALL),
            CommandFamily.of(PersistenceCommands.ALL),
            CommandFamily.of(MemoryCommands.MEMORY),
            CommandFamily.of(DebugCommand.DEBUG),
            CommandFamily.of(ConfigCommands.CONFIG),
            CommandFamily.of(AclCommands.ACL),
            CommandFamily.of(ReplicationCommands.ALL),
            CommandFamily.of(ClusterCommands.ALL),
            CommandFamily.of(LatencyCommands.LATENCY),
            CommandFamily.of(ModuleCommands.MODULE),
            CommandFamily.of(CommandCommands.COMMAND),
            CommandFamily.ofLines(LineCommands.ALL));

    /** The commands of a server that adds none of its own. */
    public static final CommandTable TABLE = CommandTable.of(ALL);

    private Families() {
    }

    /** The commands of a server that has more families than these. */
    public static CommandTable with(List<CommandFamily> more) {
        return more.isEmpty() ? TABLE : CommandTable.of(Stream.concat(ALL.stream(), more.stream()).toList());
    }
}
