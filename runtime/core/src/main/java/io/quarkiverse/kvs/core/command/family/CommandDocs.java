package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** The command COMMAND DOCS, which the help of redis-cli and its hints live on. */
final class CommandDocs {

    private CommandDocs() {
    }

    static void answer(CommandContext c) {
        List<Command> commands = new ArrayList<>();
        if (c.count() == 2) {
            commands.addAll(c.server().commands().commands());
        }
        for (int i = 2; i < c.count(); i++) {
            Command command = c.server().commands().find(c.argument(i).latin1());
            if (command != null) {
                commands.add(command);
            }
        }
        describeAll(c.reply(), commands);
    }

    private static void describeAll(ReplyWriter reply, List<Command> commands) {
        reply.map(commands.size());
        for (Command command : commands) {
            reply.bulk(command.fullName());
            describe(reply, command);
        }
    }

    private static void describe(ReplyWriter reply, Command command) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("summary", command.summary());
        texts.put("since", command.since());
        texts.put("group", command.group().text());
        texts.put("complexity", command.complexity());
        boolean deprecated = command.deprecatedSince() != null;
        if (deprecated) {
            texts.put("deprecated_since", command.deprecatedSince());
            texts.put("replaced_by", command.replacedBy());
        }
        List<SyntaxArgument> arguments = SyntaxArgument.parse(command.syntax());
        reply.map(texts.size() + (deprecated ? 1 : 0) + (arguments.isEmpty() ? 0 : 1)
                + (command.subcommands().isEmpty() ? 0 : 1));
        texts.forEach((name, text) -> {
            reply.bulk(name);
            reply.bulk(text);
        });
        if (deprecated) {
            reply.bulk("doc_flags");
            reply.set(1);
            reply.simple("deprecated");
        }
        if (!arguments.isEmpty()) {
            reply.bulk("arguments");
            describeArguments(reply, arguments);
        }
        if (!command.subcommands().isEmpty()) {
            reply.bulk("subcommands");
            describeAll(reply, command.subcommands());
        }
    }

    private static void describeArguments(ReplyWriter reply, List<SyntaxArgument> arguments) {
        reply.array(arguments.size());
        for (SyntaxArgument argument : arguments) {
            boolean nested = !argument.parts().isEmpty();
            List<String> flags = argument.flags();
            reply.map(2 + (argument.token() == null ? 0 : 1) + (flags.isEmpty() ? 0 : 1) + (nested ? 1 : 0));
            reply.bulk("name");
            reply.bulk(argument.name());
            reply.bulk("type");
            reply.bulk(argument.type());
            if (argument.token() != null) {
                reply.bulk("token");
                reply.bulk(argument.token());
            }
            if (!flags.isEmpty()) {
                reply.bulk("flags");
                reply.set(flags.size());
                flags.forEach(reply::simple);
            }
            if (nested) {
                reply.bulk("arguments");
                describeArguments(reply, argument.parts());
            }
        }
    }
}
