package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.redis.Script.Kind;
import io.quarkiverse.kvs.redis.Script.Step;

/**
 * Plays the steps of one case to one server, over as many connections as the case asks for. A server is emptied first, and what
 * a case before may have configured is put back.
 */
final class ScriptPlayer implements AutoCloseable {

    private static final Pattern BLOCKED_CLIENTS = Pattern.compile("blocked_clients:(\\d+)");
    /** How long to listen where nothing is expected. */
    private static final Duration SILENCE = Duration.ofMillis(50);
    private static final String NONE = "(none)";

    private final int port;
    private final int version;
    private final Map<String, RespConnection> connections = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    /** @param version of RESP, that the connections begin with: 2 or 3 */
    ScriptPlayer(int port, int version) {
        this.port = port;
        this.version = version;
        try (RespConnection connection = new RespConnection(port)) {
            connection.call("FLUSHALL");
            connection.call("FUNCTION", "FLUSH");
            connection.call("CONFIG", "RESETSTAT");
            connection.call("CONFIG", "SET", "notify-keyspace-events", "");
            connection.call("CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction");
        }
    }

    /** Plays a step; returns the texts of the replies that it waits for. */
    List<String> play(Step step) throws InterruptedException {
        List<String> replies = new ArrayList<>();
        for (String reply : playRaw(step)) {
            boolean silence = step.kind() == Kind.MESSAGES && step.count() == 0 && reply.equals(RespConnection.TIMEOUT);
            replies.add(silence ? NONE : ReplyText.of(reply, step.comparison()));
        }
        return replies;
    }

    private List<String> playRaw(Step step) throws InterruptedException {
        if (step.kind() == Kind.SLEEP) {
            // What the script is about takes this long: an expiry, for example.
            Thread.sleep(Long.parseLong(step.words().get(0)));
            return List.of();
        }
        RespConnection connection = connections.computeIfAbsent(step.connection(), name -> connect());
        if (step.kind() == Kind.BLOCK) {
            ids.computeIfAbsent(step.connection(), name -> number(connection));
            int others = blocked();
            connection.send(step.words());
            awaitBlocked(step, others + 1);
            return List.of();
        }
        if (step.kind() == Kind.CLOSE) {
            int before = blocked();
            connections.remove(step.connection()).close();
            ids.remove(step.connection());
            awaitBlocked(step, before - 1);
            return List.of();
        }
        if (step.kind() == Kind.COMMAND) {
            connection.send(withIds(step.words()));
        } else if (step.kind() == Kind.RAW) {
            connection.sendRaw(step.words().get(0));
        } else if (step.count() == 0) {
            return List.of(connection.readWithin(SILENCE));
        }
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < step.count(); i++) {
            replies.add(connection.read());
        }
        return replies;
    }

    private List<String> withIds(List<String> words) {
        return words.stream().map(word -> word.matches("@[a-z]") ? id(word.substring(1)) : word).toList();
    }

    /** The number of a connection. If it waits, it has been asked before. */
    private String id(String connection) {
        return ids.computeIfAbsent(connection, name -> number(connections.get(name)));
    }

    private static String number(RespConnection connection) {
        return connection.call("CLIENT", "ID").substring(1).strip();
    }

    private void awaitBlocked(Step step, int count) {
        Await.until("line " + step.line() + ": " + count + " clients are blocked", () -> blocked() == count);
    }

    /** How many clients wait, the server says. */
    private int blocked() {
        String info = connections.computeIfAbsent("(control)", name -> new RespConnection(port)).call("INFO", "clients");
        Matcher matcher = BLOCKED_CLIENTS.matcher(info);
        assertThat(matcher.find()).as(info).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private RespConnection connect() {
        RespConnection connection = new RespConnection(port);
        if (version == 3) {
            connection.call("HELLO", "3");
        }
        return connection;
    }

    @Override
    public void close() {
        connections.values().forEach(RespConnection::close);
    }
}
