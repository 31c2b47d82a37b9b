package io.quarkiverse.kvs.core.command.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.Watch;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Brings keys to another server, and takes them away here: MIGRATE.
 *
 * <pre>
 * -&gt; AUTH ..., SELECT database, RESTORE key ttl payload [REPLACE], ...
 * &lt;- +OK, +OK, +OK, ...
 * </pre>
 *
 * No lock is held while bytes are on their way. What other clients change meanwhile is sent again, so that nothing is taken
 * away here that is not there. For one thread, which waits for the other server.
 */
public final class Migration {

    /** So many keys are sent before their replies are read. */
    private static final int BATCH = 64;
    /** So often a key is sent that others change meanwhile. */
    private static final int ATTEMPTS = 16;
    private static final int LONGEST_LINE = 64 * 1024;

    /**
     * What is to be done.
     *
     * @param database from which the keys are taken
     * @param target the database that they come to
     * @param timeoutMillis for how long the other server may say nothing
     * @param copy whether they stay here, too
     * @param replace whether they take the place of what is there
     * @param authentication the words of AUTH; empty for none
     */
    public record Order(String host, int port, int database, long target, long timeoutMillis, boolean copy, boolean replace,
            List<byte[]> authentication) {
    }

    /**
     * What has come of it.
     *
     * @param error null if all is well
     * @param dependsOn the number of the record in the log that tells what was taken away; 0 if there is none
     */
    public record Outcome(String error, long dependsOn) {
    }

    /** A key on its way. */
    private static final class Item {
        private final Key key;
        private final Watch watch = new Watch();
        private Bytes payload;
        private long expireAt;
        private boolean sent;
        private boolean failed;

        Item(byte[] name) {
            key = new Key().show(name);
        }
    }

    /** The other server has not done what it was asked to do. */
    private static final class TargetException extends Exception {
        private static final long serialVersionUID = 1;

        TargetException(String reply) {
            super("ERR Target instance replied with error: " + reply.substring(1));
        }
    }

    private final ServerState server;
    private final Order order;
    private volatile boolean timedOut;
    private volatile boolean done;
    private volatile long progressAt;
    private long dependsOn;
    private String error;

    public Migration(ServerState server, Order order) {
        this.server = server;
        this.order = order;
    }

    /** Does it with the gate closed, and waits for that. */
    public Outcome run(List<byte[]> keys) {
        return run(keys, null);
    }

    /**
     * Does it with the gate open.
     *
     * @param open null to open one for each step
     */
    public Outcome run(List<byte[]> keys, Gate open) {
        Connector connector = server.following().connector();
        if (connector == null) {
            return new Outcome("ERR this server has no sockets with which to reach another one", 0);
        }
        progressAt = server.time().nanoTime();
        try (Connector.Connection connection = connector.connect(order.host, order.port,
                (int) Math.min(Integer.MAX_VALUE, order.timeoutMillis))) {
            watchOver(connection);
            Conversation target = new Conversation(connection);
            try {
                target.begin();
                for (int i = 0; i < keys.size(); i += BATCH) {
                    move(target, keys.subList(i, Math.min(keys.size(), i + BATCH)), open);
                }
            } catch (TargetException e) {
                error = e.getMessage();
            } catch (IOException e) {
                error = "IOERR error or timeout " + (target.writing ? "writing" : "reading") + " to target instance";
            }
        } catch (IOException | RuntimeException e) {
            if (error == null) {
                // Where Redis connects, it does not wait; so it notices when it writes.
                error = e instanceof UnknownHostException || e instanceof UnresolvedAddressException
                        ? "IOERR error or timeout connecting to the client"
                        : "IOERR error or timeout writing to target instance";
            }
        } finally {
            done = true;
        }
        return new Outcome(error, dependsOn);
    }

    /** Closes the connection if nothing moves on it for too long: neither reading nor writing would end otherwise. */
    private void watchOver(Connector.Connection connection) {
        server.control().schedule(order.timeoutMillis, () -> {
            long silent = TimeUnit.NANOSECONDS.toMillis(server.time().nanoTime() - progressAt);
            if (done) {
                return;
            }
            if (silent < order.timeoutMillis) {
                watchOver(connection);
                return;
            }
            timedOut = true;
            try {
                connection.close();
            } catch (IOException e) {
                // It is of no use any more in any case.
            }
        });
    }

    private void move(Conversation target, List<byte[]> names, Gate open) throws IOException, TargetException {
        List<Item> items = new ArrayList<>();
        names.forEach(name -> items.add(new Item(name)));
        try {
            boolean replace = order.replace;
            for (int attempt = 1; !items.isEmpty(); attempt++) {
                take(items, open);
                send(target, items, replace);
                List<Item> changed = end(items, open);
                if (attempt == ATTEMPTS && !changed.isEmpty()) {
                    error = "ERR a key was changed again and again while it was sent";
                    return;
                }
                items.clear();
                items.addAll(changed);
                // What is there now has come from here.
                replace = true;
            }
        } catch (IOException | RuntimeException e) {
            end(items, open);
            throw e;
        }
    }

    private Gate opened(List<Item> items, Gate open) {
        if (open != null) {
            return open;
        }
        Gate gate = new Gate(server.store());
        long segments = Store.NONE;
        for (Item item : items) {
            segments |= item.key.segment();
        }
        gate.open(segments, server.time().currentTimeMillis());
        return gate;
    }

    private static void close(Gate gate, Gate open) {
        if (open == null) {
            gate.close();
        }
    }

    /** Notes what the keys hold, and learns from now on if it changes. */
    private void take(List<Item> items, Gate open) {
        Gate gate = opened(items, open);
        try {
            Keyspace keyspace = gate.database(order.database);
            for (Item item : items) {
                item.sent = false;
                item.failed = false;
                Value value = keyspace.valueUnnoticed(item.key);
                item.payload = value == null ? null : DumpPayload.of(value, null);
                item.expireAt = keyspace.edit().expireAt(item.key);
                if (value != null && open == null && !order.copy) {
                    keyspace.watches().add(item.key, item.watch);
                }
            }
        } finally {
            close(gate, open);
        }
    }

    private void send(Conversation target, List<Item> items, boolean replace) throws IOException {
        List<Item> sent = new ArrayList<>();
        for (Item item : items) {
            if (item.payload != null) {
                target.restore(item, replace);
                sent.add(item);
            }
        }
        target.flush();
        for (Item item : sent) {
            String reply = target.line();
            item.sent = true;
            if (!reply.startsWith("+")) {
                item.failed = true;
                if (error == null) {
                    error = new TargetException(reply).getMessage();
                }
            }
        }
    }

    /**
     * Takes away here what is there now.
     *
     * @return those that others have changed meanwhile
     */
    private List<Item> end(List<Item> items, Gate open) {
        List<Item> changed = new ArrayList<>();
        if (order.copy) {
            return changed;
        }
        Gate gate = opened(items, open);
        try {
            Keyspace keyspace = gate.database(order.database);
            for (Item item : items) {
                if (item.payload == null) {
                    continue;
                }
                boolean touched = keyspace.watches().isChanged(item.watch);
                keyspace.watches().end(item.watch);
                if (item.sent && !item.failed && !server.store().isFollowing()) {
                    if (!touched) {
                        delete(gate, keyspace, item.key);
                    } else if (keyspace.edit().exists(item.key)) {
                        changed.add(item);
                    }
                }
            }
        } finally {
            close(gate, open);
        }
        dependsOn = Math.max(dependsOn, gate.dependsOn());
        return changed;
    }

    private void delete(Gate gate, Keyspace keyspace, Key key) {
        if (keyspace.edit().delete(key)) {
            keyspace.notify(key, EventClass.GENERIC, "del");
            if (gate.isLogged()) {
                gate.effect(order.database, "DEL".getBytes(US_ASCII), key.copy());
            }
        }
    }

    /** Bytes from and to the other server. */
    private final class Conversation {

        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[1024];
        private int position;
        private int filled;
        private boolean writing = true;

        Conversation(Connector.Connection connection) {
            in = connection.input();
            out = new BufferedOutputStream(connection.output());
        }

        void begin() throws IOException, TargetException {
            if (!order.authentication.isEmpty()) {
                send(order.authentication.toArray(new byte[0][]));
            }
            send(bytes("SELECT"), bytes(Long.toString(order.target)));
            flush();
            for (int replies = order.authentication.isEmpty() ? 1 : 2; replies > 0; replies--) {
                String reply = line();
                if (!reply.startsWith("+")) {
                    throw new TargetException(reply);
                }
            }
        }

        void restore(Item item, boolean replace) throws IOException {
            long left = item.expireAt == Keyspace.NEVER ? 0
                    : Math.max(1, item.expireAt - server.time().currentTimeMillis());
            List<byte[]> words = new ArrayList<>(List.of(bytes("RESTORE"), item.key.copy(), bytes(Long.toString(left)),
                    item.payload.copy()));
            if (replace) {
                words.add(bytes("REPLACE"));
            }
            send(words.toArray(new byte[0][]));
        }

        private void send(byte[]... words) throws IOException {
            writing = true;
            out.write(bytes("*" + words.length + "\r\n"));
            for (byte[] word : words) {
                out.write(bytes("$" + word.length + "\r\n"));
                out.write(word);
                out.write(bytes("\r\n"));
                progressAt = server.time().nanoTime();
            }
        }

        void flush() throws IOException {
            out.flush();
            progressAt = server.time().nanoTime();
        }

        String line() throws IOException {
            writing = false;
            StringBuilder line = new StringBuilder();
            while (true) {
                int next = read();
                if (next == '\n' && !line.isEmpty()) {
                    return line.toString();
                }
                if (next != '\r' && next != '\n') {
                    if (line.length() == LONGEST_LINE) {
                        throw new IOException("the other server answers with a line that is too long");
                    }
                    line.append((char) next);
                }
            }
        }

        private int read() throws IOException {
            while (position == filled) {
                int read;
                try {
                    read = in.read(buffer);
                } catch (SocketTimeoutException e) {
                    if (timedOut) {
                        throw e;
                    }
                    continue;
                }
                if (read < 0) {
                    throw new IOException("the other server has closed the connection");
                }
                progressAt = server.time().nanoTime();
                position = 0;
                filled = read;
            }
            return buffer[position++] & 0xff;
        }

        private byte[] bytes(String text) {
            return text.getBytes(ISO_8859_1);
        }
    }
}
