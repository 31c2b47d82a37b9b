package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.it.client.RespConnection;

/** What the rows of the command table say about a command is what Redis says of it: arity, flags, keys, categories, hints. */
class CommandRowsTest extends BesideRedis {

    /** Commands of later versions, and those that take more words in them. */
    private static final Set<String> NEWER = Set.of("client|setinfo", "client|no-touch", "waitaof", "delex", "zrank",
            "zrevrank", "hexpire", "hexpireat", "hexpiretime", "hgetdel", "hgetex", "hpersist", "hpexpire", "hpexpireat",
            "hpexpiretime", "hpttl", "hsetex", "httl", "xackdel", "xdelex", "digest", "msetex");

    @BeforeAll
    static void prepare() {
        redis.call("HELLO", "3");
        own.call("HELLO", "3");
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Command command : Families.TABLE.commandsAndSubcommands()) {
            String name = command.fullName();
            if (!NEWER.contains(name) && command.group() != Group.MODULE) {
                tests.add(DynamicTest.dynamicTest(name, () -> assertThat(info(own, name)).isEqualTo(info(redis, name))));
            }
        }
        assertThat(tests).hasSizeGreaterThan(90);
        return tests.stream();
    }

    /** Without the subcommands, of which a container may have fewer here, and without Redis's notes on keys. */
    private static String info(RespConnection connection, String name) {
        String reply = connection.call("COMMAND", "INFO", name);
        int subcommands = reply.indexOf("\r\n*10\r\n", 20);
        String row = subcommands < 0 ? reply : reply.substring(0, subcommands);
        return row.replaceAll("%4\r\n\\$5\r\nnotes\r\n\\$\\d+\r\n[^\r]*\r\n", "%3\r\n").replaceAll("\r\n[*~]\\d+(\r\n)?$", "");
    }
}
