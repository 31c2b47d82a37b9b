package io.quarkiverse.kvs.redis;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.rdb.Payloads;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Commands with random arguments, over so few keys and values that they get in each other's way. */
final class RandomCommands {

    /** What {@link #inScripts} calls functions of. */
    static final String LIBRARY = "#!lua name=calls\nlocal function call(keys, args) return redis.call(unpack(args)) end\n"
            + "redis.register_function('call', call)\n"
            + "redis.register_function{function_name='reads', flags={'no-writes'}, callback=call}";

    private RandomCommands() {
    }

    static Arbitrary<String> key() {
        return Arbitraries.of("a", "b", "c");
    }

    static Arbitrary<String> value() {
        return Arbitraries.of("", "0", "1", "-5", "10", "abc", "3.5", "9223372036854775807", "-9223372036854775808", "1e3",
                " 1",
                "\u0000\u00ff", "x".repeat(50), "01", "nan", "inf");
    }

    static Arbitrary<String> integer() {
        return Arbitraries.of("0", "1", "-1", "2", "5", "-3", "100", "9223372036854775807", "-9223372036854775808", "x", "1.5");
    }

    /** Seconds, or milliseconds, that do not run out while a test runs, and some that are refused. */
    static Arbitrary<String> duration() {
        return Arbitraries.of("10000000", "20000000", "30000000", "0", "-1", "x");
    }

    /** A command of fixed words and random ones. */
    @SafeVarargs
    static Arbitrary<List<String>> command(String name, Arbitrary<String>... arguments) {
        Arbitrary<List<String>> command = Arbitraries.just(List.of(name.split(" ")));
        for (Arbitrary<String> argument : arguments) {
            command = Combinators.combine(command, argument).as((words, word) -> {
                List<String> longer = new ArrayList<>(words);
                longer.add(word);
                return longer;
            });
        }
        return command;
    }

    /** The same with words added at the end, or none. */
    static Arbitrary<List<String>> with(Arbitrary<List<String>> command, String... options) {
        return Combinators.combine(command, Arbitraries.of(options)).as((words, option) -> {
            List<String> longer = new ArrayList<>(words);
            if (!option.isEmpty()) {
                longer.addAll(List.of(option.split(" ")));
            }
            return longer;
        });
    }

    /** Commands that scripts and functions of {@link #LIBRARY} call. */
    static Arbitrary<List<String>> inScripts(Arbitrary<List<String>> commands) {
        Arbitrary<List<String>> runs = Arbitraries.of(List.of(
                List.of("EVAL", "return redis.call(unpack(ARGV))", "0"),
                List.of("EVAL", "return redis.pcall(unpack(ARGV))", "0"),
                List.of("EVAL", "local r = redis.pcall(unpack(ARGV)) return {type(r), tostring(r):sub(1, 6)}", "0"),
                List.of("EVAL", "redis.setresp(3) return redis.call(unpack(ARGV))", "0"),
                List.of("EVAL_RO", "return redis.call(unpack(ARGV))", "0"),
                List.of("FCALL", "call", "0"),
                List.of("FCALL_RO", "reads", "0")));
        return Combinators.combine(runs, commands).as((run, command) -> {
            List<String> words = new ArrayList<>(run);
            words.addAll(command);
            return words;
        });
    }

    /** Whether a script or a function calls a command, whose words begin at the fourth then. */
    static boolean isInScript(List<String> command) {
        return command.size() > 3 && (command.get(0).startsWith("EVAL") || command.get(0).startsWith("FCALL"));
    }

    static Arbitrary<List<String>> strings() {
        return Arbitraries.oneOf(List.of(
                with(command("SET", key(), value()), "", "NX", "XX", "GET", "XX GET", "NX GET", "KEEPTTL", "EX 10000000",
                        "PXAT 33177117420123", "EX 0"),
                command("GET", key()),
                command("GETDEL", key()),
                command("GETSET", key(), value()),
                with(command("GETEX", key()), "", "PERSIST", "EX 10000000", "PXAT 33177117420123"),
                command("APPEND", key(), value()),
                command("STRLEN", key()),
                command("INCR", key()),
                command("DECR", key()),
                command("INCRBY", key(), integer()),
                command("DECRBY", key(), integer()),
                command("INCRBYFLOAT", key(), value()),
                command("SETRANGE", key(), Arbitraries.of("0", "1", "3", "10", "-1", "x"), value()),
                command("GETRANGE", key(), integer(), integer()),
                command("MGET", key(), key()),
                command("MSET", key(), value(), key(), value()),
                command("MSETNX", key(), value(), key(), value()),
                command("SETNX", key(), value()),
                command("SETEX", key(), duration(), value()),
                with(command("LCS", key(), key()), "", "LEN", "IDX", "IDX WITHMATCHLEN")));
    }

    /** Of all the lengths at which something changes. */
    static Arbitrary<String> element() {
        return Arbitraries.of("", "0", "1", "abc", "x".repeat(127), "y".repeat(128), "z".repeat(3000));
    }

    static Arbitrary<String> index() {
        return Arbitraries.of("0", "1", "2", "3", "5", "-1", "-2", "-4", "100", "-100", "9223372036854775807",
                "-9223372036854775808", "x");
    }

    static Arbitrary<String> count() {
        return Arbitraries.of("0", "1", "2", "3", "100", "9223372036854775807", "-1", "-2", "x");
    }

    static Arbitrary<String> end() {
        return Arbitraries.of("LEFT", "RIGHT", "left");
    }

    static Arbitrary<List<String>> lists() {
        Arbitrary<String> soon = Arbitraries.of("0.001");
        return Arbitraries.oneOf(List.of(
                command("CONFIG SET list-max-listpack-size", Arbitraries.of("-2", "-1", "1", "2", "3")),
                command("RPUSH", key(), element()),
                command("RPUSH", key(), element(), element(), element(), element(), element()),
                command("LPUSH", key(), element(), element(), element()),
                command("LPUSHX", key(), element(), element()),
                command("RPUSHX", key(), element()),
                with(command("LPOP", key()), "", "1", "2", "0", "100", "-1"),
                with(command("RPOP", key()), "", "1", "3", "0", "100", "x"),
                command("LLEN", key()),
                command("LINDEX", key(), index()),
                command("LSET", key(), index(), element()),
                command("LRANGE", key(), index(), index()),
                command("LTRIM", key(), index(), index()),
                command("LINSERT", key(), Arbitraries.of("BEFORE", "after"), element(), element()),
                command("LREM", key(), count(), element()),
                with(command("LPOS", key(), element()), "", "COUNT 0", "RANK 2", "RANK -1", "RANK -2 COUNT 2",
                        "COUNT 0 MAXLEN 3 RANK -1", "MAXLEN 2", "RANK 0"),
                command("RPOPLPUSH", key(), key()),
                command("LMOVE", key(), key(), end(), end()),
                with(command("LMPOP 2", key(), key(), end()), "", "COUNT 2", "COUNT 100", "COUNT 0"),
                command("BLPOP", key(), key(), soon),
                command("BRPOP", key(), soon),
                with(command("BLMPOP", soon, Arbitraries.just("2"), key(), key(), end()), "", "COUNT 3"),
                command("BLMOVE", key(), key(), end(), end(), soon),
                command("BRPOPLPUSH", key(), key(), soon)));
    }

    static Arbitrary<List<String>> hashes() {
        Arbitrary<String> field = Arbitraries.of("f", "g", "h", "");
        Arbitrary<String> content = Arbitraries.oneOf(List.of(value(), Arbitraries.just("y".repeat(65))));
        Arbitrary<String> all = Arbitraries.of("10", "4", "0", "-9223372036854775808", "9223372036854775807", "x");
        return Arbitraries.oneOf(List.of(
                command("HSET", key(), field, content),
                command("HSET", key(), field, content, field, content),
                command("HSET", key(), field, content, field),
                command("HMSET", key(), field, content, field, content),
                command("HSETNX", key(), field, content),
                command("HGET", key(), field),
                command("HMGET", key(), field, field),
                command("HDEL", key(), field),
                command("HDEL", key(), field, field, field),
                command("HEXISTS", key(), field),
                command("HLEN", key()),
                command("HSTRLEN", key(), field),
                command("HGETALL", key()),
                command("HKEYS", key()),
                command("HVALS", key()),
                command("HINCRBY", key(), field, integer()),
                command("HINCRBYFLOAT", key(), field, value()),
                with(command("HRANDFIELD", key(), all), "", "WITHVALUES", "WHAT"),
                with(command("HSCAN", key(), Arbitraries.of("0", "x")), "", "MATCH f*", "COUNT 100", "COUNT 0", "WHAT"),
                command("SET", key(), value())));
    }

    /**
     * Nothing that depends on when it is executed: neither ids that are found by the clock, nor how long entries are pending.
     */
    static Arbitrary<List<String>> streams() {
        Arbitrary<String> added = Arbitraries.of("1-*", "1-*", "2-*", "2-*", "2-*", "3-*", "3-*", "3-5", "7-1", "1-1", "4",
                "18446744073709551615-*", "0-0", "0-*", "x");
        Arbitrary<String> id = Arbitraries.of("0", "0-0", "1-0", "1-1", "1-2", "2", "2-0", "2-1", "2-2", "3-0", "3-1", "3-6",
                "4-0",
                "7-1", "18446744073709551615-0", "x", "1-18446744073709551615");
        Arbitrary<String> bound = Arbitraries.oneOf(List.of(id, Arbitraries.of("-", "+", "(1-1", "(2-0", "(3", "(0-0")));
        Arbitrary<String> few = Arbitraries.of("0", "1", "2", "3", "5", "100", "-1", "x");
        Arbitrary<String> field = Arbitraries.of("f", "f", "g", "1", "");
        Arbitrary<String> content = Arbitraries.oneOf(List.of(value(), Arbitraries.of("z".repeat(70), "12345", "-70000")));
        Arbitrary<String> group = Arbitraries.of("g", "g", "g", "h");
        Arbitrary<String> consumer = Arbitraries.of("alice", "bob");
        Arbitrary<String> idle = Arbitraries.of("0", "0", "0", "10000000", "-1", "x");
        Arbitrary<String> news = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(">")), Tuple.of(1, id));
        return Arbitraries.frequencyOf(
                Tuple.of(1, command("CONFIG SET stream-node-max-entries", Arbitraries.of("1", "3", "100", "0"))),
                Tuple.of(1, command("CONFIG SET stream-node-max-bytes", Arbitraries.of("40", "150", "4096", "0"))),
                Tuple.of(8, command("XADD", key(), added, field, content)),
                Tuple.of(3, command("XADD", key(), added, field, content, field, content)),
                Tuple.of(2, Combinators.combine(key(), Arbitraries.of("NOMKSTREAM", "MAXLEN 2", "MAXLEN = 0", "MAXLEN ~ 2",
                        "MAXLEN ~ 3 LIMIT 3", "MINID 2", "MINID ~ 3-1", "MINID ~ 3 LIMIT 0", "MAXLEN 2 LIMIT 1"), added,
                        content)
                        .as((k, options, i, c) -> {
                            List<String> words = new ArrayList<>(List.of("XADD", k));
                            words.addAll(List.of(options.split(" ")));
                            words.addAll(List.of(i, "f", c));
                            return words;
                        })),
                Tuple.of(2,
                        with(command("XTRIM", key()), "MAXLEN 3", "MAXLEN = 1", "MAXLEN ~ 1", "MAXLEN ~ 0 LIMIT 2", "MINID 2-1",
                                "MINID ~ 3", "MAXLEN 0", "MINID x", "LIMIT 3")),
                Tuple.of(3, command("XDEL", key(), id)),
                Tuple.of(1, command("XDEL", key(), id, id, id)),
                Tuple.of(1, command("XLEN", key())),
                Tuple.of(2, with(command("XRANGE", key(), bound, bound), "", "COUNT 1", "COUNT 2", "COUNT 0")),
                Tuple.of(2, with(command("XREVRANGE", key(), bound, bound), "", "COUNT 1", "COUNT 2", "COUNT -1")),
                Tuple.of(1, with(command("XSETID", key(), id), "", "ENTRIESADDED 7", "MAXDELETEDID 2-1",
                        "ENTRIESADDED 1 MAXDELETEDID 1-1")),
                Tuple.of(1, command("XREAD STREAMS", key(), id)),
                Tuple.of(1, command("XREAD COUNT", few, Arbitraries.just("STREAMS"), key(), key(), id, id)),
                Tuple.of(1, command("XREAD BLOCK 1 STREAMS", key(), Arbitraries.of("$", "2-1"))),
                Tuple.of(3, with(command("XGROUP CREATE", key(), group, Arbitraries.of("0", "$", "2-0", "x")), "", "MKSTREAM",
                        "ENTRIESREAD 2", "MKSTREAM ENTRIESREAD -1")),
                Tuple.of(1,
                        with(command("XGROUP SETID", key(), group, Arbitraries.of("0", "$", "1-1", "+")), "", "ENTRIESREAD 1")),
                Tuple.of(1, command("XGROUP DESTROY", key(), group)),
                Tuple.of(1, command("XGROUP CREATECONSUMER", key(), group, consumer)),
                Tuple.of(1, command("XGROUP DELCONSUMER", key(), group, consumer)),
                Tuple.of(6, command("XREADGROUP GROUP", group, consumer, Arbitraries.just("STREAMS"), key(), news)),
                Tuple.of(2, command("XREADGROUP GROUP", group, consumer, Arbitraries.just("COUNT"), few,
                        Arbitraries.just("STREAMS"), key(), news)),
                Tuple.of(1,
                        command("XREADGROUP GROUP", group, consumer, Arbitraries.of("NOACK"), Arbitraries.just("STREAMS"),
                                key(),
                                key(), news, news)),
                Tuple.of(1, command("XREADGROUP GROUP", group, consumer, Arbitraries.of("BLOCK"), Arbitraries.just("1"),
                        Arbitraries.just("STREAMS"), key(), news)),
                Tuple.of(2, command("XACK", key(), group, id)),
                Tuple.of(1, command("XACK", key(), group, id, id)),
                Tuple.of(2, command("XPENDING", key(), group)),
                Tuple.of(1, command("XPENDING", key(), group, bound, bound, few)),
                Tuple.of(1, command("XPENDING", key(), group, bound, bound, few, consumer)),
                Tuple.of(3,
                        with(command("XCLAIM", key(), group, consumer, idle, id), "", "FORCE", "JUSTID", "RETRYCOUNT 5 JUSTID",
                                "FORCE LASTID 3-0", "TIME 1", "IDLE 5")),
                Tuple.of(1, with(command("XCLAIM", key(), group, consumer, idle, id, id), "", "FORCE JUSTID")),
                Tuple.of(2, with(command("XAUTOCLAIM", key(), group, consumer, idle, bound), "", "COUNT 1", "COUNT 2 JUSTID",
                        "COUNT 0")),
                Tuple.of(2, command("XINFO STREAM", key())),
                Tuple.of(2, command("XINFO GROUPS", key())),
                Tuple.of(1, command("SET", key(), value())));
    }

    private static Arbitrary<String> bit() {
        return Arbitraries.of("0", "1", "7", "8", "20", "63", "64", "100", "400", "-1", "x");
    }

    /** A place in a string, counted from either end. */
    private static Arbitrary<String> place() {
        return Arbitraries.of("0", "1", "3", "7", "8", "9", "15", "16", "40", "-1", "-2", "-8", "-9", "-17", "-100", "1000",
                "9223372036854775807", "-9223372036854775808", "x");
    }

    private static Arbitrary<String> bitFieldType() {
        return Arbitraries.of("u1", "i1", "u2", "i5", "u8", "i8", "u13", "i16", "i31", "u32", "i63", "u63", "i64", "u64");
    }

    private static Arbitrary<String> bitFieldOffset() {
        return Arbitraries.of("0", "3", "8", "61", "100", "#0", "#1", "#5", "-1");
    }

    private static Arbitrary<String> bitFieldValue() {
        return Arbitraries.of("0", "1", "-1", "5", "100", "-129", "255", "70000", "9223372036854775807", "-9223372036854775808",
                "4611686018427387904", "-4611686018427387905", "x");
    }

    static Arbitrary<List<String>> bitmaps() {
        Arbitrary<String> get = Arbitraries.just("GET");
        Arbitrary<String> change = Arbitraries.of("SET", "INCRBY");
        Arbitrary<String> overflow = Arbitraries.of("WRAP", "SAT", "FAIL");
        Arbitrary<String> operation = Arbitraries.of("AND", "OR", "XOR");
        return Arbitraries.oneOf(List.of(
                command("SETBIT", key(), bit(), Arbitraries.of("0", "1", "1", "2")),
                command("GETBIT", key(), bit()),
                command("BITCOUNT", key()),
                with(command("BITCOUNT", key(), place(), place()), "", "BYTE", "BIT", "BIT"),
                command("BITPOS", key(), Arbitraries.of("0", "1")),
                command("BITPOS", key(), Arbitraries.of("0", "1"), place()),
                with(command("BITPOS", key(), Arbitraries.of("0", "1"), place(), place()), "", "BYTE", "BIT", "BIT"),
                command("BITOP NOT", key(), key()),
                command("BITOP", operation, key(), key()),
                command("BITOP", operation, key(), key(), key()),
                command("BITOP", operation, key(), key(), key(), key()),
                command("BITFIELD", key(), get, bitFieldType(), bitFieldOffset()),
                command("BITFIELD_RO", key(), get, bitFieldType(), bitFieldOffset(), get, bitFieldType(), bitFieldOffset()),
                command("BITFIELD", key(), change, bitFieldType(), bitFieldOffset(), bitFieldValue()),
                command("BITFIELD", key(), Arbitraries.just("OVERFLOW"), overflow, change, bitFieldType(), bitFieldOffset(),
                        bitFieldValue(), change, bitFieldType(), bitFieldOffset(), bitFieldValue(), get, bitFieldType(),
                        bitFieldOffset()),
                command("SETRANGE", key(), Arbitraries.of("0", "3", "10", "40"), value()),
                command("APPEND", key(), value()),
                command("SET", key(), value())));
    }

    static Arbitrary<List<String>> hyperLogLogs() {
        Arbitrary<String> element = Arbitraries.integers().between(1, 500).map(String::valueOf);
        return Arbitraries.oneOf(List.of(
                command("PFADD", key()),
                command("PFADD", key(), element),
                command("PFADD", key(), element, element, element, element, element, element, element),
                command("PFADD", key(), value(), element, value()),
                command("PFCOUNT", key()),
                command("PFCOUNT", key(), key()),
                command("PFMERGE", key()),
                command("PFMERGE", key(), key()),
                command("PFMERGE", key(), key(), key()),
                command("PFDEBUG", Arbitraries.of("ENCODING", "DECODE", "TODENSE", "GETREG"), key()),
                command("APPEND", key(), Arbitraries.of("\u0000", "\u0080", "\u00ff")),
                command("SETRANGE", key(), Arbitraries.of("0", "4", "15"), Arbitraries.of("H", "\u0000", "\u0080")),
                command("CONFIG SET hll-sparse-max-bytes", Arbitraries.of("0", "30", "60", "3000")),
                command("GET", key())));
    }

    /** Mostly integers, of all widths. */
    static Arbitrary<String> member() {
        return Arbitraries.of("0", "1", "2", "3", "4", "5", "-1", "40000", "-3000000000", "9223372036854775807", "6", "7", "8",
                "01", "x", "");
    }

    /** Those whose replies are the same but for the order of members. */
    static Arbitrary<List<String>> sets() {
        return Arbitraries.oneOf(List.of(
                command("SADD", key(), member(), member(), member()),
                command("SADD", key(), member()),
                with(command("SADD", key()), "0 1 2 3 4 5 6 7 8 9 10 11 12", "x y z"),
                command("SREM", key(), member(), member()),
                with(command("SREM", key()), "x y z 01", "0 1 2 3 4 5 6"),
                command("SMOVE", key(), key(), member()),
                command("SISMEMBER", key(), member()),
                command("SMISMEMBER", key(), member(), member()),
                command("SCARD", key()),
                command("SMEMBERS", key()),
                with(command("SPOP", key()), "0", "100", "-1", "x"),
                with(command("SRANDMEMBER", key()), "0", "100", "x"),
                with(command("SSCAN", key()), "0 COUNT 100", "0 MATCH [0-3] COUNT 100", "x"),
                command("SINTER", key(), key()),
                command("SUNION", key(), key()),
                command("SDIFF", key(), key(), key()),
                with(command("SINTERCARD 2", key(), key()), "", "LIMIT 2", "LIMIT 0", "LIMIT -1"),
                command("SINTERSTORE", key(), key(), key()),
                command("SUNIONSTORE", key(), key(), key()),
                command("SDIFFSTORE", key(), key(), key()),
                command("SDIFFSTORE", key(), key(), key(), key(), key(), key(), key()),
                command("SET", key(), value()),
                command("CONFIG SET set-max-intset-entries", Arbitraries.of("0", "3", "8", "512"))));
    }

    static Arbitrary<String> score() {
        return Arbitraries.of("0", "-0", "1", "1", "2", "-3", "2.5", "0.1", "1e17", "1e-7", "inf", "-inf", "x");
    }

    static Arbitrary<String> scored() {
        return Arbitraries.of("a", "b", "c", "d", "e", "ab", "", "\u00ff\u0000", "0", "1", "x".repeat(70));
    }

    static Arbitrary<String> scoreBound() {
        return Arbitraries.of("0", "-0", "(0", "1", "(1", "2", "(2.5", "-inf", "+inf", "(inf", "", "x");
    }

    static Arbitrary<String> memberBound() {
        return Arbitraries.of("-", "+", "[a", "(a", "[b", "(c", "[ab", "[", "[\u00ff", "x");
    }

    /** Ranges of members are unspecified where scores differ: the key l has one score only. */
    static Arbitrary<List<String>> sortedSets() {
        return Arbitraries.oneOf(List.of(
                command("ZADD", key(), score(), scored(), score(), scored()),
                command("ZADD", key(), Arbitraries.of("NX", "XX", "GT", "LT", "CH", "INCR"), score(), scored()),
                command("ZADD", key(), Arbitraries.of("XX", "CH"), Arbitraries.of("GT", "LT", "INCR"), score(), scored(),
                        score(),
                        scored()),
                with(command("ZADD", key()), "1 a 2 b 3 c 4 d", "0 a 0 b 0 e 0 ab", "1 0 2 1"),
                command("ZINCRBY", key(), score(), scored()),
                command("ZREM", key(), scored(), scored()),
                command("ZCARD", key()),
                command("ZSCORE", key(), scored()),
                command("ZMSCORE", key(), scored(), scored()),
                command("ZRANK", key(), scored()),
                command("ZREVRANK", key(), scored()),
                with(command("ZRANDMEMBER", key()), "0", "100", "100 WITHSCORES", "x"),
                command("ZCOUNT", key(), scoreBound(), scoreBound()),
                with(command("ZRANGE", key(), integer(), integer()), "", "REV", "WITHSCORES", "REV WITHSCORES"),
                with(command("ZRANGE", key(), scoreBound(), scoreBound()), "BYSCORE", "BYSCORE REV WITHSCORES",
                        "BYSCORE LIMIT 1 2", "BYSCORE REV LIMIT 1 -1"),
                with(command("ZRANGEBYSCORE", key(), scoreBound(), scoreBound()), "", "WITHSCORES", "LIMIT 2 1 WITHSCORES"),
                with(command("ZREVRANGEBYSCORE", key(), scoreBound(), scoreBound()), "", "WITHSCORES LIMIT 0 1"),
                with(command("ZRANGESTORE", key(), key(), integer(), integer()), "", "REV"),
                with(command("ZRANGESTORE", key(), key()), "(0 +inf BYSCORE", "5 (0 BYSCORE REV LIMIT 1 2"),
                command("ZREMRANGEBYRANK", key(), integer(), integer()),
                command("ZREMRANGEBYSCORE", key(), scoreBound(), scoreBound()),
                command("ZADD l", Arbitraries.of("0", "-0"), scored(), Arbitraries.of("0"), scored()),
                with(command("ZRANGEBYLEX l", memberBound(), memberBound()), "", "LIMIT 1 2"),
                with(command("ZREVRANGEBYLEX l", memberBound(), memberBound()), "", "LIMIT 1 2"),
                command("ZLEXCOUNT l", memberBound(), memberBound()),
                command("ZREMRANGEBYLEX l", memberBound(), memberBound()),
                with(command("ZPOPMIN", key()), "", "0", "2", "x"),
                with(command("ZPOPMAX", key()), "", "0", "2", "100"),
                with(command("ZMPOP 2", key(), key()), "MIN", "MAX COUNT 2"),
                with(command("ZUNION 2", key(), key()), "", "WITHSCORES", "WEIGHTS 2 -1 WITHSCORES",
                        "AGGREGATE MIN WITHSCORES"),
                with(command("ZINTER 2", key(), key()), "", "WITHSCORES", "WEIGHTS inf 0 WITHSCORES",
                        "AGGREGATE MAX WITHSCORES"),
                with(command("ZDIFF 2", key(), key()), "", "WITHSCORES"),
                with(command("ZINTERCARD 2", key(), key()), "", "LIMIT 1"),
                with(command("ZUNIONSTORE", key(), Arbitraries.of("2"), key(), key()), "", "WEIGHTS 1.5 -inf", "AGGREGATE MAX"),
                with(command("ZUNIONSTORE", key(), Arbitraries.of("3"), key(), key(), key()), "", "WEIGHTS 0.1 0.2 0.3"),
                with(command("ZINTERSTORE", key(), Arbitraries.of("2"), key(), key()), "", "WEIGHTS 0 -1", "AGGREGATE MIN"),
                command("ZDIFFSTORE", key(), Arbitraries.of("2"), key(), key()),
                command("SADD", key(), scored(), scored()),
                command("SET", key(), value()),
                command("CONFIG SET zset-max-listpack-entries", Arbitraries.of("0", "3", "128")),
                command("CONFIG SET zset-max-listpack-value", Arbitraries.of("0", "1", "64"))));
    }

    /** What is sorted, what it is sorted by, and sorting where one order only is right. */
    static Arbitrary<List<String>> sorting() {
        Arbitrary<String> number = Arbitraries.of("0", "1", "2", "3", "4", "5", "-1", "10");
        Arbitrary<String> named = Arbitraries.of("w0", "w1", "w2", "w3", "w4", "w5");
        String[] options = { "", "DESC", "ALPHA", "ALPHA DESC", "LIMIT 1 2", "LIMIT 0 -1 DESC", "BY nosort", "BY nosort DESC",
                "BY nosort LIMIT 1 2", "BY w*", "BY w* DESC", "BY w* LIMIT 1 3", "BY w*->f", "BY w*->f DESC LIMIT 0 2" };
        return Arbitraries.oneOf(List.of(
                command("RPUSH", key(), number, number, number),
                command("RPUSH", key(), value()),
                command("LPOP", key()),
                command("SADD", key(), number, number, number),
                command("ZADD", key(), number, number, number, number),
                command("SET", named, value()),
                command("SET", named, number),
                command("HSET", named, Arbitraries.of("f", "g"), number),
                command("DEL", named),
                command("DEL", key()),
                with(command("SORT", key()), options),
                with(with(command("SORT", key()), options), "GET w*", "GET # GET w*->f", "GET x", "GET w*->f GET w*->g"),
                command("SORT_RO", key()),
                Combinators.combine(with(command("SORT", key()), options), Arbitraries.of("", "GET w*", "GET #"), key())
                        .as((words, get, destination) -> {
                            List<String> longer = new ArrayList<>(words);
                            if (!get.isEmpty()) {
                                longer.addAll(List.of(get.split(" ")));
                            }
                            longer.addAll(List.of("STORE", destination));
                            return longer;
                        })));
    }

    static Arbitrary<String> longitude() {
        return Arbitraries.oneOf(Arbitraries.of("0", "180", "-180", "179.99", "-179.99", "13.361389", "15.087269", "181"),
                Arbitraries.doubles().between(-180, 180).ofScale(6).map(String::valueOf));
    }

    static Arbitrary<String> latitude() {
        return Arbitraries.oneOf(Arbitraries.of("0", "85.05112878", "-85.05112878", "84.9", "38.115556", "37.502669", "86"),
                Arbitraries.doubles().between(-85, 85).ofScale(6).map(String::valueOf));
    }

    static Arbitrary<String> placeName() {
        return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h");
    }

    static Arbitrary<String> length() {
        return Arbitraries.of("0", "0.5", "10", "150", "500", "2500", "7000", "12000", "20100", "-1");
    }

    /** No two answers are to be equally far away: neither server promises in which order such are sorted. */
    static Arbitrary<List<String>> places() {
        String[] options = { "ASC", "DESC", "ASC WITHDIST", "DESC WITHCOORD WITHHASH", "COUNT 2 ANY", "COUNT 2 ANY WITHHASH" };
        return Arbitraries.oneOf(List.of(
                command("GEOADD", key(), longitude(), latitude(), placeName(), longitude(), latitude(), placeName()),
                command("GEOADD", key(), longitude(), latitude(), placeName(), longitude(), latitude(), placeName(),
                        longitude(),
                        latitude(), placeName()),
                command("GEOADD", key(), Arbitraries.of("NX", "XX", "CH"), longitude(), latitude(), placeName()),
                command("GEOPOS", key(), placeName(), placeName()),
                command("GEOHASH", key(), placeName(), placeName()),
                command("GEODIST", key(), placeName(), placeName(), unit()),
                with(command("GEORADIUS", key(), longitude(), latitude(), length(), unit()), options),
                with(command("GEORADIUSBYMEMBER", key(), placeName(), length(), unit()), options),
                command("GEORADIUSBYMEMBER", key(), placeName(), length(), unit(), Arbitraries.of("STORE"), key()),
                with(command("GEOSEARCH", key(), Arbitraries.of("FROMLONLAT"), longitude(), latitude(),
                        Arbitraries.of("BYRADIUS"), length(), unit()), options),
                with(command("GEOSEARCH", key(), Arbitraries.of("FROMMEMBER"), placeName(), Arbitraries.of("BYBOX"), length(),
                        length(), unit()), options),
                with(command("GEOSEARCH", key(), Arbitraries.of("FROMLONLAT"), longitude(), latitude(), Arbitraries.of("BYBOX"),
                        length(), length(), unit()), options),
                command("GEOSEARCHSTORE", key(), key(), Arbitraries.of("FROMLONLAT"), longitude(), latitude(),
                        Arbitraries.of("BYBOX"), length(), length(), unit()),
                command("ZREM", key(), placeName()),
                command("ZRANGE", key(), Arbitraries.of("0"), Arbitraries.of("-1"), Arbitraries.of("WITHSCORES")),
                command("CONFIG SET zset-max-listpack-entries", Arbitraries.of("0", "128"))));
    }

    private static Arbitrary<String> unit() {
        return Arbitraries.of("m", "km", "km", "km", "mi", "ft", "x");
    }

    /** Values of all types, and what is no value. */
    private static Arbitrary<String> payload() {
        return Arbitraries.of("\0\3bar", "\0\300\5", "\0\303\5\31\0a\340\17\0", "\1\2\1a\1b",
                "\22\1\2\12\12\0\0\0\1\0\201a\2\377", "\2\1\1a", "\2\2\0011\300\2", "\13\12\2\0\0\0\1\0\0\0\5\0",
                "\3\1\1a\0031.5", "\5\1\1a\0\0\0\0\0\0\360\177", "\21\14\14\0\0\0\2\0\201a\2\7\1\377", "\4\1\1f\1v",
                "\20\14\14\0\0\0\2\0\201f\2\7\1\377", "\11\7\1\1f\1\0v\377", "\1\0", "\144\1a").map(Payloads::seal);
    }

    /** On values that are written in one way only, but for sets that are hash tables. */
    static Arbitrary<List<String>> dumps() {
        Arbitrary<String> timeToLive = Arbitraries.of("0", "0", "100000000000", "-1", "x");
        return Arbitraries.oneOf(List.of(
                with(command("RESTORE", key(), timeToLive, payload()), "", "REPLACE", "REPLACE", "IDLETIME 5 REPLACE",
                        "FREQ 5 REPLACE", "FREQ 5 IDLETIME 5", "WHAT"),
                with(command("RESTORE", key(), Arbitraries.of("33177117420123", "1"), payload()), "ABSTTL", "ABSTTL REPLACE"),
                with(command("RESTORE", key()), "0 x", "0 x REPLACE"),
                command("DUMP", key()),
                command("SET", key(), value()),
                command("APPEND", key(), value()),
                command("RPUSH", key(), value(), value()),
                command("HSET", key(), Arbitraries.just("f"), value()),
                command("SADD", key(), Arbitraries.just("5")),
                command("ZADD", key(), Arbitraries.of("1", "1.5", "1e20"), Arbitraries.of("a", "5")),
                command("OBJECT ENCODING", key())));
    }

    /**
     * Commands of Redis 7.2 to 8.4 that change data, which Redis 7.0 cannot compare; with ones that give them something to
     * change. What expires does so long after the test, or at once.
     */
    static Arbitrary<List<String>> later() {
        Arbitrary<String> field = Arbitraries.of("f", "g", "h", "");
        Arbitrary<String> fields = Arbitraries.of("FIELDS");
        Arbitrary<String> instant = Arbitraries.of("33177117420123", "33177117420124", "1", "-1", "x");
        Arbitrary<String> id = Arbitraries.of("1-0", "1-1", "2-0", "2-1", "3-0", "x");
        Arbitrary<String> references = Arbitraries.of("KEEPREF", "DELREF", "ACKED", "NONE");
        Arbitrary<String> compared = Arbitraries.of("IFEQ", "IFNE", "ifeq");
        Arbitrary<String> one = Arbitraries.just("1");
        Arbitrary<String> two = Arbitraries.just("2");
        Arbitrary<String> ids = Arbitraries.just("IDS");
        String[] until = { "", "PXAT 33177117420123", "EX 10000000", "PXAT 1", "KEEPTTL" };
        return Arbitraries.oneOf(List.of(
                command("HSET", key(), field, value(), field, value()),
                command("HDEL", key(), field),
                with(command("HPEXPIREAT", key(), instant), "FIELDS 1 f", "NX FIELDS 2 f g", "XX FIELDS 1 g",
                        "GT FIELDS 2 h f", "LT FIELDS 1 f"),
                with(command("HEXPIRE", key(), duration()), "FIELDS 1 f", "FIELDS 2 g f", "FIELDS 2 g"),
                command("HPERSIST", key(), fields, two, field, field),
                with(command("HGETEX", key()), "PERSIST FIELDS 1 f", "PXAT 33177117420123 FIELDS 2 f g", "PXAT 1 FIELDS 1 g",
                        "FIELDS 1 f", "EX 10000000 FIELDS 1 h"),
                with(command("HSETEX", key()), "FIELDS 1 f 1", "FNX PXAT 33177117420123 FIELDS 2 f 1 g 2",
                        "FXX EX 10000000 FIELDS 1 f 2", "KEEPTTL FIELDS 1 f 3", "PXAT 1 FIELDS 1 g 4", "FIELDS 2 f 1"),
                command("HGETDEL", key(), fields, one, field),
                command("HGETDEL", key(), fields, two, field, field),
                command("HINCRBY", key(), field, integer()),
                command("XADD", key(), Arbitraries.of("1-*", "2-*", "3-*"), field, value()),
                with(command("XADD", key()), "MAXLEN 2 DELREF 3-* f v", "MAXLEN 1 ACKED 3-* f v", "MINID KEEPREF 2 3-* f v"),
                with(command("XTRIM", key()), "MAXLEN 1 DELREF", "MAXLEN 0 ACKED", "MINID 2 KEEPREF", "MAXLEN ~ 1 DELREF"),
                command("XGROUP CREATE", key(), Arbitraries.of("g", "k"), Arbitraries.of("0", "$", "1-0")),
                command("XREADGROUP GROUP", Arbitraries.of("g", "k"), Arbitraries.of("alice", "bob"),
                        Arbitraries.just("STREAMS"), key(), Arbitraries.just(">")),
                command("XREADGROUP GROUP", Arbitraries.of("g", "k"), Arbitraries.of("alice", "bob"),
                        Arbitraries.of("CLAIM"), Arbitraries.of("0", "100000000", "x"), Arbitraries.just("STREAMS"), key(),
                        Arbitraries.just(">")),
                command("XDELEX", key(), references, ids, two, id, id),
                command("XDELEX", key(), ids, one, id),
                command("XACKDEL", key(), Arbitraries.of("g", "k"), references, ids, two, id, id),
                command("XACKDEL", key(), Arbitraries.of("g", "k"), ids, one, id),
                command("SET", key(), value(), compared, value()),
                with(command("SET", key(), value(), compared, value()), "GET", "EX 10000000", "KEEPTTL", "PXAT 1"),
                command("DELEX", key(), compared, value()),
                command("DELEX", key(), Arbitraries.of("IFDEQ", "IFDNE"), Arbitraries.of("0123456789abcdef", "x")),
                command("DELEX", key()),
                command("DIGEST", key()),
                with(command("MSETEX 2", key(), value(), key(), value()), until),
                with(command("MSETEX 1", key(), value()), "NX", "XX", "NX EX 10000000", "XX KEEPTTL"),
                command("BITOP", Arbitraries.of("DIFF", "DIFF1", "ANDOR", "ONE"), key(), key(), key()),
                command("ZADD", key(), score(), scored(), score(), scored()),
                command("ZUNIONSTORE", key(), two, key(), key(), Arbitraries.just("AGGREGATE"), Arbitraries.just("COUNT")),
                command("COPY", key(), key(), Arbitraries.just("REPLACE")),
                command("RENAME", key(), key()),
                with(command("EXPIRE", key(), duration()), "", "NX")));
    }

    static Arbitrary<List<String>> keys() {
        return Arbitraries.oneOf(List.of(
                command("DEL", key()),
                command("EXISTS", key(), key()),
                command("TYPE", key()),
                command("RENAME", key(), key()),
                command("RENAMENX", key(), key()),
                with(command("COPY", key(), key()), "", "REPLACE", "DB 1", "DB 1 REPLACE"),
                command("MOVE", key(), Arbitraries.of("0", "1")),
                command("SELECT", Arbitraries.of("0", "1")),
                with(command("EXPIRE", key(), duration()), "", "NX", "XX", "GT", "LT"),
                with(command("PEXPIREAT", key(), Arbitraries.of("33177117420123", "33177117420124", "1")), "", "NX", "XX", "GT",
                        "LT"),
                command("PERSIST", key()),
                command("OBJECT ENCODING", key()),
                command("DBSIZE"),
                command("SWAPDB", Arbitraries.of("0", "1"), Arbitraries.of("0", "1")),
                command("FLUSHDB")));
    }

    static Arbitrary<List<String>> transactions() {
        return Arbitraries.oneOf(List.of(command("MULTI"), command("EXEC"), command("DISCARD"), command("WATCH", key()),
                command("UNWATCH"), command("NOSUCH"), command("GET")));
    }
}
