package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.ChangeLog;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.log.CommandStream;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/** This server, with a log whose records are kept. */
final class RecordingServer implements AutoCloseable {

    /**
     * What the data was when so many records had been made, and the parameters on which its form depends.
     *
     * @param from the instant before the data was looked at, in milliseconds since 1970
     * @param to the instant after that
     */
    record Point(long sequence, long from, long to, String digest, List<String> parameters) {
    }

    /** How values are stored depends on these. */
    private static final String[] PARAMETERS = { "hash-max-listpack-entries", "hash-max-listpack-value", "hll-sparse-max-bytes",
            "list-max-listpack-size", "set-max-intset-entries", "stream-node-max-bytes", "stream-node-max-entries",
            "zset-max-listpack-entries", "zset-max-listpack-value" };

    private final OwnServer server;
    private final ChangeLog log;
    private final List<ChangeRecord> records = new ArrayList<>();

    RecordingServer() throws Exception {
        server = new OwnServer();
        log = new ChangeLog(record -> {
            synchronized (records) {
                records.add(record);
            }
        });
        server.state().store().log(log);
    }

    ServerState state() {
        return server.state();
    }

    int port() {
        return server.port();
    }

    /** Forgets the records so far. */
    void forgetRecords() {
        synchronized (records) {
            records.clear();
        }
    }

    /** The records so far. */
    List<ChangeRecord> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    /** What the data is now, after which record. */
    Point point() {
        for (;;) {
            long before = log.sequence();
            long from = System.currentTimeMillis();
            String digest = digest(server.state());
            long to = System.currentTimeMillis();
            // A key may have expired meanwhile, and been removed.
            if (log.sequence() == before) {
                return new Point(before, from, to, digest, parameters(server.state()));
            }
        }
    }

    /** A number of all data of a server. */
    static String digest(ServerState state) {
        return new InProcessStore(state).execute("DEBUG", "DIGEST", "FULL").asString();
    }

    /** Names and values of the parameters on which the form of the data depends. */
    static List<String> parameters(ServerState state) {
        List<String> parameters = new ArrayList<>();
        for (String name : PARAMETERS) {
            parameters.add(name);
            parameters.add(
                    new InProcessStore(state).execute("CONFIG", "GET", name).asMap().values().iterator().next().asString());
        }
        return parameters;
    }

    /** Records as an append-only file. */
    static byte[] stream(List<ChangeRecord> records) {
        CommandStream stream = new CommandStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (ChangeRecord record : records) {
                stream.write(record, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Records in words, for people. */
    static String text(List<ChangeRecord> records) {
        StringBuilder text = new StringBuilder();
        for (ChangeRecord record : records) {
            text.append(record.sequence()).append(':');
            record.effects().forEach(effect -> {
                text.append(" [").append(effect.database()).append(']');
                for (byte[] word : effect.words()) {
                    text.append(' ').append(new String(word, ISO_8859_1));
                }
            });
            text.append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
