package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.it.client.RespConnection;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random sequences of commands, sent to this server and to a real Redis: the replies are the same, and so is what is left. A
 * sequence that shows a difference is reduced to the shortest one that does.
 */
class DifferentialPropertiesTest {

    private static final String TOO_LARGE = "ERR Elements are too large to be stored";
    private static final String NOT_GREATER = "ERR The ID specified in XADD is equal or smaller than the target stream top item";

    /** Commands that answer in no order. */
    private static final Set<String> UNORDERED = Set.of("HGETALL", "HKEYS", "HVALS", "HRANDFIELD", "HSCAN",
            "SMEMBERS", "SPOP", "SRANDMEMBER", "SSCAN", "SINTER", "SUNION", "SDIFF");

    private static final int CHECKSUM_AND_LINE_BREAK = Long.BYTES + 2;

    private static BothServers servers;

    @BeforeContainer
    static void start() throws Exception {
        servers = BothServers.startOrSkip();
        for (RespConnection server : List.of(servers.redis(), servers.own())) {
            // So that few fields are many.
            server.call("CONFIG", "SET", "hash-max-listpack-entries", "2");
        }
    }

    @AfterContainer
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    @Property(tries = 100)
    void strings(@ForAll("stringSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void lists(@ForAll("listSequences") @Size(max = 40) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void hashes(@ForAll("hashSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void bitmaps(@ForAll("bitmapSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void hyperLogLogs(@ForAll("hyperLogLogSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void sets(@ForAll("setSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 150)
    void sortedSets(@ForAll("sortedSetSequences") @Size(max = 30) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void sorting(@ForAll("sortSequences") @Size(max = 40) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void places(@ForAll("placeSequences") @Size(max = 30) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void dumps(@ForAll("dumpSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 300)
    void streams(@ForAll("streamSequences") @Size(max = 40) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 100)
    void transactions(@ForAll("transactionSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Property(tries = 150)
    void scripts(@ForAll("scriptSequences") @Size(max = 25) List<List<String>> commands, @ForAll boolean resp3) {
        answeredAlike(commands, resp3);
    }

    @Provide
    Arbitrary<List<List<String>>> scriptSequences() {
        return Arbitraries.frequencyOf(Tuple.of(9, RandomCommands.inScripts(Arbitraries.oneOf(RandomCommands.strings(),
                RandomCommands.lists(), RandomCommands.hashes(), RandomCommands.sets(), RandomCommands.sortedSets(),
                RandomCommands.bitmaps(), RandomCommands.streams(), RandomCommands.sorting()))),
                Tuple.of(2, RandomCommands.keys()), Tuple.of(1, RandomCommands.transactions())).list();
    }

    @Provide
    Arbitrary<List<List<String>>> stringSequences() {
        return sequences(RandomCommands.strings(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> listSequences() {
        return Arbitraries.frequencyOf(Tuple.of(12, RandomCommands.lists()), Tuple.of(1, RandomCommands.strings()),
                Tuple.of(2, RandomCommands.keys()), Tuple.of(1, RandomCommands.transactions())).list();
    }

    @Provide
    Arbitrary<List<List<String>>> hashSequences() {
        return sequences(RandomCommands.hashes(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> bitmapSequences() {
        return sequences(RandomCommands.bitmaps(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> hyperLogLogSequences() {
        return sequences(RandomCommands.hyperLogLogs(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> setSequences() {
        return sequences(RandomCommands.sets(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> sortedSetSequences() {
        return Arbitraries.frequencyOf(Tuple.of(6, RandomCommands.sortedSets()), Tuple.of(1, RandomCommands.keys())).list();
    }

    @Provide
    Arbitrary<List<List<String>>> sortSequences() {
        return Arbitraries.frequencyOf(Tuple.of(15, RandomCommands.sorting()), Tuple.of(1, RandomCommands.keys())).list();
    }

    @Provide
    Arbitrary<List<List<String>>> placeSequences() {
        return RandomCommands.places().list();
    }

    @Provide
    Arbitrary<List<List<String>>> dumpSequences() {
        return sequences(RandomCommands.dumps(), RandomCommands.keys());
    }

    @Provide
    Arbitrary<List<List<String>>> streamSequences() {
        return Arbitraries.frequencyOf(Tuple.of(20, RandomCommands.streams()), Tuple.of(2, RandomCommands.keys()),
                Tuple.of(1, RandomCommands.transactions())).list();
    }

    @Provide
    Arbitrary<List<List<String>>> transactionSequences() {
        return Arbitraries.frequencyOf(Tuple.of(3, RandomCommands.transactions()), Tuple.of(3, RandomCommands.strings()),
                Tuple.of(1, RandomCommands.keys())).list();
    }

    private static Arbitrary<List<List<String>>> sequences(Arbitrary<List<String>> family, Arbitrary<List<String>> keys) {
        return Arbitraries.frequencyOf(Tuple.of(3, family), Tuple.of(1, keys)).list();
    }

    private static void answeredAlike(List<List<String>> commands, boolean resp3) {
        try (RespConnection redis = connect(servers.redisPort(), resp3);
                RespConnection own = connect(servers.ownPort(), resp3)) {
            for (List<String> command : commands) {
                assertThat(call(own, command)).as("%s", command).isEqualTo(call(redis, command));
            }
            assertThat(left(own)).as("what is left").isEqualTo(left(redis));
        }
    }

    private static String call(RespConnection connection, List<String> command) {
        connection.send(command);
        // Where the sequence of an ID cannot go on, Redis says one or the other, by what has failed before: it looks at an error number
        // that it has not set.
        String reply = connection.read().replace(TOO_LARGE, NOT_GREATER);
        String name = RandomCommands.isInScript(command) ? command.get(3) : command.get(0);
        // What it says of time depends on it, in a transaction, too.
        String timeless = name.equals("XPENDING") || name.equals("EXEC") ? DataImage.withoutTimes(reply) : reply;
        if (name.equals("DUMP")) {
            return inAnyOrder(timeless);
        }
        // Tables of Lua have no order.
        return UNORDERED.contains(name) || RandomCommands.isInScript(command) && command.get(1).contains("setresp")
                ? sorted(timeless)
                : timeless;
    }

    /** A set that is a hash table is written in any order, and a checksum of that follows. */
    private static String inAnyOrder(String dump) {
        int payload = dump.indexOf('\n') + 1;
        if (!dump.startsWith("\2", payload)) {
            return dump;
        }
        char[] written = dump.substring(0, dump.length() - CHECKSUM_AND_LINE_BREAK).toCharArray();
        Arrays.sort(written, payload, written.length);
        return new String(written);
    }

    private static String sorted(String reply) {
        return reply.lines().sorted().toList().toString();
    }

    private static RespConnection connect(int port, boolean resp3) {
        RespConnection connection = new RespConnection(port);
        connection.call("FLUSHALL");
        connection.call("FUNCTION", "LOAD", "REPLACE", RandomCommands.LIBRARY);
        connection.call("CONFIG", "SET", "hll-sparse-max-bytes", "3000");
        connection.call("CONFIG", "SET", "set-max-intset-entries", "512");
        connection.call("CONFIG", "SET", "stream-node-max-bytes", "4096");
        connection.call("CONFIG", "SET", "stream-node-max-entries", "3");
        connection.call("CONFIG", "SET", "zset-max-listpack-entries", "128");
        connection.call("CONFIG", "SET", "zset-max-listpack-value", "64");
        if (resp3) {
            connection.call("HELLO", "3");
        }
        return connection;
    }

    /** In hours, rounded: a second may pass between asking one server and the other. */
    private static long hoursToLive(RespConnection connection, String key) {
        long seconds = Long.parseLong(connection.call("TTL", key).substring(1).strip());
        return seconds < 0 ? seconds : Math.round(seconds / 3600.0);
    }

    private static String left(RespConnection connection) {
        StringBuilder left = new StringBuilder();
        connection.call("DISCARD");
        for (String database : List.of("0", "1")) {
            connection.call("SELECT", database);
            for (String key : List.of("a", "b", "c")) {
                left.append(connection.call("TYPE", key)).append(connection.call("OBJECT", "ENCODING", key))
                        .append(connection.call("GET", key)).append(hoursToLive(connection, key))
                        .append(connection.call("LRANGE", key, "0", "-1"))
                        .append(sorted(connection.call("HGETALL", key)))
                        .append(sorted(connection.call("SMEMBERS", key)))
                        .append(connection.call("ZRANGE", key, "0", "-1", "WITHSCORES"))
                        .append(connection.call("XRANGE", key, "-", "+")).append(DataImage.groups(connection, key));
            }
        }
        return left.toString();
    }
}
