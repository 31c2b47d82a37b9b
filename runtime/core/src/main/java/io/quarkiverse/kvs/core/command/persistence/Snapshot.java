package io.quarkiverse.kvs.core.command.persistence;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.store.Cut;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.LzfCompressor;
import io.quarkiverse.kvs.core.store.rdb.RdbFileWriter;
import io.quarkiverse.kvs.core.store.value.Value;

/** Writes a {@link Cut} as an RDB file: under a temporary name first, so that a file under its own name is always whole. */
final class Snapshot {

    /** The version of Redis whose files these are. */
    private static final String REDIS_VERSION = "7.0.15";
    /** After so many bytes they are synced, so that the disk has little left to do at the end. */
    private static final long SYNC_EVERY = 4 << 20;

    private static final int BUFFER = 64 * 1024;
    private static final int LOOK_EVERY = 1024;

    private final ServerState server;
    private final BooleanSupplier cancelled;
    private final LongConsumer progress;

    /**
     * @param cancelled asked now and then
     * @param progress is told how many keys are done
     */
    Snapshot(ServerState server, BooleanSupplier cancelled, LongConsumer progress) {
        this.server = server;
        this.cancelled = cancelled;
        this.progress = progress;
    }

    /** What a file is to have. */
    enum Content {
        /** An RDB file. */
        DATA,
        /** An RDB file that an append-only file begins with. */
        BASE,
        /** The commands that make the data anew. */
        COMMANDS
    }

    /**
     * Writes a file. It is on the disk after this.
     *
     * @param temporary its name until then
     * @return its size, in bytes
     */
    long write(AllData all, LogDirectory directory, String temporary, String name, Content content) throws IOException {
        long size;
        try {
            directory.delete(temporary);
            try (LogDirectory.WritableFile file = directory.write(temporary)) {
                size = write(all, new FileOutput(file), content);
                file.sync();
            }
            directory.rename(temporary, name);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            try {
                directory.delete(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        directory.sync();
        return size;
    }

    private long write(AllData all, OutputStream to, Content content) throws IOException {
        if (content == Content.COMMANDS) {
            return writeCommands(all, new BufferedOutputStream(to, BUFFER));
        }
        RdbFileWriter writer = begin(all, to);
        writer.aux("aof-base", content == Content.BASE ? 1 : 0);
        return end(all, writer);
    }

    /**
     * Writes the same to a stream, for a replica.
     *
     * @param id of the stream that follows it
     * @param offset at which it begins
     */
    void writeForReplica(AllData all, OutputStream to, String id, long offset) throws IOException {
        RdbFileWriter writer = begin(all, to);
        // The stream begins with a SELECT.
        writer.aux("repl-stream-db", 0);
        writer.aux("repl-id", id);
        writer.aux("repl-offset", offset);
        writer.aux("aof-base", 0);
        end(all, writer);
        to.flush();
    }

    private long writeCommands(AllData all, OutputStream to) throws IOException {
        CommandsWriter writer = new CommandsWriter(to, this::done);
        writer.libraries(all.libraries());
        all.cut().forEach(writer);
        to.flush();
        return writer.size();
    }

    private void done(long keys) throws IOException {
        if (keys % LOOK_EVERY == 0) {
            progress.accept(keys);
            if (cancelled.getAsBoolean()) {
                throw new IOException("it was given up");
            }
        }
    }

    private RdbFileWriter begin(AllData all, OutputStream to) throws IOException {
        LzfCompressor compressor = server.settings().rdbCompression.value() ? new LzfCompressor() : null;
        RdbFileWriter writer = new RdbFileWriter(to, compressor, server.settings().persistence().checksum.value());
        writer.begin();
        writer.aux("redis-ver", REDIS_VERSION);
        writer.aux("redis-bits", Long.SIZE);
        writer.aux("ctime", all.cut().instant() / 1000);
        writer.aux("used-mem", server.store().memory());
        return writer;
    }

    private long end(AllData all, RdbFileWriter writer) throws IOException {
        for (byte[] library : all.libraries()) {
            writer.function(new Bytes().show(library));
        }
        all.cut().forEach(new Writing(writer, all.cut()));
        writer.end();
        return writer.size();
    }

    private final class Writing implements Cut.Visitor {

        private final RdbFileWriter writer;
        private final Cut cut;
        private int current = -1;
        private long keys;

        Writing(RdbFileWriter writer, Cut cut) {
            this.writer = writer;
            this.cut = cut;
        }

        @Override
        public void string(int database, Bytes key, Bytes value, long expireAt, Cut.Use use) throws IOException {
            before(database, use);
            writer.entry(key, value, expireAt);
        }

        @Override
        public void value(int database, Bytes key, Value value, long expireAt, Cut.Use use) throws IOException {
            before(database, use);
            writer.entry(key, value, expireAt);
        }

        private void before(int database, Cut.Use use) throws IOException {
            if (current != database) {
                current = database;
                writer.database(database, cut.size(database), cut.expiring(database));
            }
            done(++keys);
            String policy = server.settings().maxMemoryPolicy.value();
            if (policy.endsWith("lfu")) {
                writer.frequency(Math.max(0, use.frequency()));
            } else if (policy.endsWith("lru")) {
                writer.idle(Math.max(0, use.idleSeconds()));
            }
        }
    }

    /** Writes one piece after the other. */
    private static final class FileOutput extends OutputStream {

        private final LogDirectory.WritableFile file;
        private long position;
        private long synced;

        FileOutput(LogDirectory.WritableFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] { (byte) b }, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(ByteBuffer.wrap(bytes, offset, length), position);
            position += length;
            if (position - synced >= SYNC_EVERY) {
                file.sync();
                synced = position;
            }
        }
    }
}
