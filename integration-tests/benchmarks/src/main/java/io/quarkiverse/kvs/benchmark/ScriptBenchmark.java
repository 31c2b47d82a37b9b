package io.quarkiverse.kvs.benchmark;

import static io.quarkiverse.kvs.benchmark.CommandCosts.resp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

import io.quarkiverse.kvs.benchmark.CommandCosts.Load;
import io.quarkiverse.kvs.core.command.script.Scripts;

/**
 * What scripts cost this server and redis-server: those that do next to nothing, one as applications write it, and long ones
 * that do nothing but calculate.
 */
final class ScriptBenchmark {

    private static final double AIM = 1;
    private static final int KEYS = 10_000;
    private static final long SHORT = 400_000;
    private static final long LONG = 4_000;

    private static final String RATE_LIMITER = """
            local now = tonumber(ARGV[1])
            local window = tonumber(ARGV[2])
            local limit = tonumber(ARGV[3])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
            local used = redis.call('ZCARD', KEYS[1])
            if used < limit then
              redis.call('ZADD', KEYS[1], now, ARGV[4])
              redis.call('PEXPIRE', KEYS[1], window)
            end
            return limit - used
            """;

    private static final String ARITHMETIC = """
            local sum = 0
            for i = 1, 50000 do
              sum = sum + i * 2
              if i % 3 == 0 then sum = sum - 1 end
            end
            return sum
            """;

    private static final String STRINGS = """
            local words = {}
            for i = 1, 3000 do
              words[#words + 1] = string.format('%05d', i * 7919 % 3001) .. ':' .. i
            end
            table.sort(words)
            local text = table.concat(words, ',')
            return #string.gsub(text, '%d+:', '')
            """;

    private ScriptBenchmark() {
    }

    /**
     * {@code ./mvnw -T1 -DskipTests -Pbenchmark -Dbenchmark=ScriptBenchmark verify}.
     *
     * @param arguments those of {@link CommandCosts#run}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CommandCosts.run("scripts", arguments, ScriptBenchmark::measure);
    }

    static void measure(CommandCosts costs) throws IOException {
        costs.measure("Scripts", List.of(
                load("return 1", SHORT, "return 1", i -> new String[] { "0" }),
                load("GET of a key", SHORT, "return redis.call('GET', KEYS[1])", i -> new String[] { "1", key(i) }),
                load("rate limiter of ten lines, up to four calls", SHORT, RATE_LIMITER,
                        i -> new String[] { "1", key(i), Long.toString(i), "1000000", "20", Long.toString(i) }),
                load("loop of arithmetic", LONG, ARITHMETIC, i -> new String[] { "0" }),
                load("strings and tables", LONG, STRINGS, i -> new String[] { "0" })));
    }

    private static String key(long number) {
        return "key:" + number * 7919 % KEYS;
    }

    /** @param arguments those after the digest, from the number of keys on */
    private static Load load(String title, long count, String script, LongFunction<String[]> arguments) {
        byte[] text = script.getBytes(ISO_8859_1);
        String digest = Scripts.sha1(text, 0, text.length);
        return new Load(title, count, AIM, (contender, requests) -> prepare(contender, script), number -> {
            String[] rest = arguments.apply(number);
            String[] words = new String[2 + rest.length];
            words[0] = "EVALSHA";
            words[1] = digest;
            System.arraycopy(rest, 0, words, 2, rest.length);
            return resp(words);
        });
    }

    private static void prepare(Contender contender, String script) throws IOException {
        CommandCosts.send(contender, 1, i -> resp("SCRIPT", "LOAD", script), 1);
        if (script.contains("'GET'")) {
            CommandCosts.send(contender, 1, i -> resp("SET", key(i), "0123456789abcdef"), KEYS);
        }
    }
}
