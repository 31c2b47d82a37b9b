package io.quarkiverse.kvs.core.command.family;

import java.util.Locale;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** DEBUG PROTOCOL: answers something of each type of RESP, for tests of clients. */
final class DebugProtocol {

    private DebugProtocol() {
    }

    static void reply(CommandContext c) {
        ReplyWriter reply = c.reply();
        switch (c.argument(2).latin1().toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.number(3.141);
            case "null" -> reply.nil();
            case "array" -> {
                reply.array(3);
                integers(reply);
            }
            case "set" -> {
                reply.set(3);
                integers(reply);
            }
            case "map" -> {
                reply.map(3);
                for (int i = 0; i < 3; i++) {
                    reply.integer(i);
                    reply.bool(i == 1);
                }
            }
            case "attrib" -> {
                if (reply.dialect() == Dialect.RESP3) {
                    reply.attribute(1);
                    reply.bulk("key-popularity");
                    reply.array(2);
                    reply.bulk("key:123");
                    reply.integer(90);
                }
                reply.bulk("Some real reply following the attribute");
            }
            case "push" -> {
                if (reply.dialect() != Dialect.RESP3) {
                    throw new CommandException("ERR RESP2 is not supported by this command");
                }
                reply.push(2);
                reply.bulk("server-cpu-usage");
                reply.integer(42);
                reply.bulk("Some real reply following the push reply");
            }
            case "verbatim" -> reply.verbatim("This is a verbatim\nstring");
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            default -> throw new CommandException(
                    "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|"
                            + "attrib|push|verbatim|true|false");
        }
    }

    private static void integers(ReplyWriter reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }
}
