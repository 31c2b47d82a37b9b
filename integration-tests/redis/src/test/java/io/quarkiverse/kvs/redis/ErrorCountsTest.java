package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/** How errors of scripts, and of the commands that they call, are counted: each once, as in Redis. */
class ErrorCountsTest extends BesideRedis {

    @ParameterizedTest
    @ValueSource(strings = { "return redis.call('LPUSH','s','a')", "return redis.pcall('LPUSH','s','a')",
            "redis.pcall('LPUSH','s','a') return 1", "return {err='FOO x'}", "error({err='FOO x'})", "error('x')",
            "local x = redis.pcall('LPUSH','s','a') return {err=x.err}", "local x = redis.pcall('LPUSH','s','a') error(x)",
            "return redis.call('SELECT',99)", "return redis.call('GET')", "return redis.pcall('GET')",
            "return redis.call('NOSUCH')", "return redis.pcall('NOSUCH')", "return redis.call('SUBSCRIBE','x')",
            "return {redis.pcall('LPUSH','s','a'),{err='BAR x'}}", "return redis.error_reply('x')",
            "return redis.call({})", "return redis.pcall('GET',{})",
            "#!lua flags=no-writes\nreturn redis.call('SET','a','b')", "retrun" })
    void ofAScriptAreThoseOfRedis(String script) {
        assertThat(counts(own, script)).isEqualTo(counts(redis, script));
    }

    private static Set<String> counts(RespConnection server, String script) {
        server.call("SET", "s", "v");
        server.call("CONFIG", "RESETSTAT");
        Set<String> counts = new TreeSet<>();
        counts.add(server.call("EVAL", script, "0"));
        for (String line : server.call("INFO", "errorstats", "commandstats", "stats").split("\r\n")) {
            if (line.matches("(cmdstat|errorstat|total_error).*")) {
                counts.add(line.replaceFirst("usec=.*,rejected", "rejected"));
            }
        }
        return counts;
    }

    @Test
    void anErrorOfOneWordGetsACode() {
        for (String text : new String[] { "x", "-x", "", "-", "MY x", "-MY x", "x " }) {
            String script = "return redis.error_reply('" + text + "')";
            assertThat(own.call("EVAL", script, "0")).as(text).isEqualTo(redis.call("EVAL", script, "0"));
        }
    }
}
