package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.Statistics;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** Makes the reply of what a script returns, as Redis does. */
final class ScriptResult {

    /** As deep tables may be in tables. */
    private static final int DEEPEST = 1000;

    private final CommandContext context;
    private final ReplyWriter reply;
    /** Whether the script has chosen RESP3, so that a boolean is one. */
    private final boolean booleans;

    /** @param context the command that runs the script, and gets the reply */
    ScriptResult(CommandContext context, boolean booleans) {
        this.context = context;
        reply = context.reply();
        this.booleans = booleans;
    }

    void write(Object returned) {
        write(LuaResults.first(returned), 0);
    }

    private void write(Object value, int depth) {
        if (value instanceof LuaString string) {
            reply.bulk(string.bytes());
        } else if (value instanceof Double number) {
            // As C on most processors: what does not fit is the least integer.
            reply.integer(LuaNumbers.toLong(number));
        } else if (value instanceof Boolean yes) {
            if (booleans) {
                reply.bool(yes);
            } else if (yes) {
                reply.integer(1);
            } else {
                reply.nil();
            }
        } else if (value instanceof LuaTable table) {
            if (depth == DEEPEST) {
                throw new CommandException("ERR reached lua stack limit");
            }
            table(table, depth + 1);
        } else {
            reply.nil();
        }
    }

    private void table(LuaTable table, int depth) {
        if (table.get("err") instanceof LuaString error) {
            error(line(error), LuaReply.isCounted(table));
        } else if (table.get("ok") instanceof LuaString status) {
            reply.simple(line(status));
        } else if (table.get("double") instanceof Double number) {
            reply.number(number);
        } else if (table.get("map") instanceof LuaTable map) {
            map(map, depth);
        } else if (table.get("set") instanceof LuaTable set) {
            set(set, depth);
        } else if (table.get("big_number") instanceof LuaString digits) {
            reply.bigNumber(line(digits));
        } else if (table.get("verbatim_string") instanceof LuaTable verbatim
                && verbatim.get("string") instanceof LuaString text && verbatim.get("format") instanceof LuaString format) {
            reply.verbatim(String.format("%-3.3s", format), text.toString());
        } else {
            int count = 0;
            while (table.get(count + 1) != null) {
                count++;
            }
            reply.array(count);
            for (int i = 1; i <= count; i++) {
                write(table.get(i), depth);
            }
        }
    }

    /** An error that a script returns counts as one of the command that runs it, unless it was counted before. */
    private void error(String message, boolean counted) {
        if (context.session().caller().isNoticed()) {
            Statistics statistics = context.server().telemetry().statistics();
            if (counted) {
                statistics.failed(context.command());
            } else {
                statistics.failed(context.command(), message);
            }
        }
        reply.error(message);
    }

    private void map(LuaTable map, int depth) {
        int pairs = 0;
        for (int i = map.nextPosition(-1); i >= 0; i = map.nextPosition(i)) {
            pairs++;
        }
        reply.map(pairs);
        for (int i = map.nextPosition(-1); i >= 0; i = map.nextPosition(i)) {
            write(map.keyAt(i), depth);
            write(map.valueAt(i), depth);
        }
    }

    private void set(LuaTable set, int depth) {
        int members = 0;
        for (int i = set.nextPosition(-1); i >= 0; i = set.nextPosition(i)) {
            members++;
        }
        reply.set(members);
        for (int i = set.nextPosition(-1); i >= 0; i = set.nextPosition(i)) {
            write(set.keyAt(i), depth);
        }
    }

    /** As a line: without line breaks. */
    static String line(LuaString text) {
        return new String(text.bytes(), ISO_8859_1).replace('\r', ' ').replace('\n', ' ');
    }
}
