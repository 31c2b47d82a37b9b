package io.quarkiverse.kvs.core.command.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.server.ReplicationSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyReader;
import io.quarkiverse.kvs.core.log.FileError;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Follows one server, with a thread of its own, until it is closed: gets a copy of all data, or, after an interruption, only
 * what is missing; does what the stream says; and tells the other server how far it is. What fails is tried again.
 *
 * <pre>
 * -&gt; PING, AUTH, REPLCONF listening-port ..., REPLCONF capa ..., PSYNC id offset
 * &lt;- +FULLRESYNC id offset, $length or $EOF:mark, an RDB file   or   +CONTINUE id
 * &lt;- commands, as in an append-only file; PING and REPLCONF GETACK * among them
 * -&gt; REPLCONF ACK offset [FACK offset], once a second: what is done here, and what of it is on the disk
 * </pre>
 *
 * Methods may be called from any thread.
 */
public final class MasterLink implements Closeable {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int BUFFER = 64 * 1024;
    private static final int MARK = 40;
    private static final int LONGEST_LINE = 1024;

    private final ServerState server;
    private final ReplicationSettings settings;
    private final Connector connector;
    private final String host;
    private final int port;
    private final Thread thread;

    private volatile boolean closed;
    /** Ends a pause as soon as it is closed. */
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Connector.Connection connection;
    private volatile boolean up;
    private volatile boolean copying;
    private volatile long copiedBytes;
    /** -1 if the other server has not said it. */
    private volatile long copyLength = -1;
    private volatile long lastHeard;
    private volatile long downSince;
    private volatile String failure;
    /** Of the stream that was followed last; null if none was. */
    private volatile String id;
    private volatile long offset;
    private long acknowledgedAt;
    private final SyncedOffset synced;

    MasterLink(ServerState server, Connector connector, String host, int port) {
        this.server = server;
        this.settings = server.settings().replication();
        this.connector = connector;
        this.host = host;
        this.port = port;
        synced = new SyncedOffset(server);
        downSince = now();
        thread = new Thread(this::loop, "kvs-replica");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private long now() {
        return server.time().currentTimeMillis();
    }

    // What there is to know

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    boolean isTo(String otherHost, int otherPort) {
        return host.equalsIgnoreCase(otherHost) && port == otherPort;
    }

    /** Whether what the other server does comes here. */
    public boolean isUp() {
        return up;
    }

    /** Whether a copy of all data is being received or loaded. */
    public boolean isCopying() {
        return copying;
    }

    /** How many bytes of it have come. */
    public long copiedBytes() {
        return copiedBytes;
    }

    /** How many it has; -1 if the other server has not said it. */
    public long copyLength() {
        return copyLength;
    }

    /** When the other server was heard last, in milliseconds since 1970; 0 if it never was. */
    public long lastHeard() {
        return lastHeard;
    }

    /** Since when the link is down, in milliseconds since 1970. */
    public long downSince() {
        return downSince;
    }

    /** What has failed last; null if the link is up. */
    public String failure() {
        return failure;
    }

    /** The name of the stream; null if there was none yet. */
    public String id() {
        return id;
    }

    /** How many bytes of the stream have been done here. */
    public long offset() {
        return offset;
    }

    /** What ROLE calls it. */
    public String state() {
        return up ? "connected" : copying ? "sync" : connection == null ? "connect" : "connecting";
    }

    // The thread

    private void loop() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            boolean wasUp = false;
            try (Connector.Connection current = connector.connect(host, port, millis(settings.timeout.value()))) {
                connection = current;
                if (!closed) {
                    followBy(new Conversation(current));
                }
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                wasUp = up;
                failed(e);
            } finally {
                connection = null;
                copying = false;
            }
            pause = wasUp ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            pause(pause);
        }
    }

    private static int millis(long seconds) {
        return (int) Math.min(Integer.MAX_VALUE, seconds * 1000);
    }

    private void failed(Throwable why) {
        if (up) {
            downSince = now();
            up = false;
        }
        String reason = FileError.reason(why);
        if (!closed && !reason.equals(failure)) {
            server.persistence().log().warning("The link to the master " + host + ":" + port + " is down: " + reason,
                    why instanceof IOException ? null : why);
        }
        failure = reason;
    }

    private void pause(long millis) {
        try {
            end.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        end.countDown();
        Connector.Connection current = connection;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It is of no use any more in any case.
            }
        }
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void followBy(Conversation master) throws IOException {
        introduce(master);
        String answer = master.ask("PSYNC", id == null ? "?" : id, id == null ? "-1" : Long.toString(offset + 1));
        if (answer.startsWith("+CONTINUE")) {
            String[] words = answer.split(" ");
            if (words.length > 1) {
                id = words[1];
            }
            log("goes on with what was missed");
        } else if (answer.startsWith("+FULLRESYNC ")) {
            String[] words = answer.split(" ");
            if (words.length != 3) {
                throw new IOException("the master answered " + answer);
            }
            copy(master, words[1], Long.parseLong(words[2]));
        } else if (answer.startsWith("-NOMASTERLINK") || answer.startsWith("-LOADING")) {
            throw new IOException("the master cannot be followed yet: " + answer.substring(1));
        } else {
            throw new IOException("the master cannot be followed: " + answer);
        }
        up = true;
        failure = null;
        follow(master);
    }

    private void log(String what) {
        server.persistence().log().info("Following " + host + ":" + port + " " + what);
    }

    private void introduce(Conversation master) throws IOException {
        String answer = master.ask("PING");
        if (!answer.startsWith("+") && !answer.startsWith("-NOAUTH") && !answer.startsWith("-NOPERM")
                && !answer.startsWith("-ERR operation not permitted")) {
            throw new IOException("the master answered " + answer);
        }
        String password = settings.masterPassword.value();
        if (!password.isEmpty()) {
            String user = settings.masterUser.value();
            master.require(user.isEmpty() ? master.ask("AUTH", password) : master.ask("AUTH", user, password));
        }
        master.require(master.ask("REPLCONF", "listening-port", Integer.toString(server.control().port())));
        master.require(master.ask("REPLCONF", "capa", "eof", "capa", "psync2"));
    }

    // The copy

    private void copy(Conversation master, String streamId, long begin) throws IOException {
        copying = true;
        copiedBytes = 0;
        try (CopyFile file = new CopyFile()) {
            receive(master, file);
            // From here on, what is here is no stream's any more until it is this one's.
            id = null;
            log("begins with a copy of all data, of " + file.size() + " bytes");
            try (Alive alive = new Alive(master)) {
                server.persistence().replaceAll(file.path());
            }
        } finally {
            copying = false;
        }
        id = streamId;
        offset = begin;
        synced.restart();
    }

    private void receive(Conversation master, CopyFile file) throws IOException {
        String header = master.line();
        if (!header.startsWith("$")) {
            throw new IOException("the master answered " + header);
        }
        OutputStream out = file.write();
        if (header.startsWith("$EOF:") && header.length() == 5 + MARK) {
            copyLength = -1;
            receiveUpTo(header.substring(5).getBytes(ISO_8859_1), master.in, out);
        } else {
            copyLength = Long.parseLong(header.substring(1));
            byte[] buffer = new byte[BUFFER];
            for (long left = copyLength; left > 0;) {
                int read = master.in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("the master has closed the connection");
                }
                out.write(buffer, 0, read);
                left -= read;
                copiedBytes += read;
            }
        }
    }

    /** Nothing follows the mark before it has been acknowledged: so it is at the end of what has come. */
    private void receiveUpTo(byte[] mark, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int held = 0;
        while (true) {
            int read = in.read(buffer, held, buffer.length - held);
            if (read < 0) {
                throw new IOException("the master has closed the connection");
            }
            held += read;
            copiedBytes += read;
            if (held >= MARK && Arrays.equals(buffer, held - MARK, held, mark, 0, MARK)) {
                out.write(buffer, 0, held - MARK);
                return;
            }
            int done = Math.max(0, held - MARK);
            out.write(buffer, 0, done);
            System.arraycopy(buffer, done, buffer, 0, held - done);
            held -= done;
        }
    }

    /** Shows the other server once a second that this one is still there, while it is busy with the copy. */
    private static final class Alive implements AutoCloseable {

        private final Thread alive;

        Alive(Conversation master) {
            alive = new Thread(() -> {
                try {
                    while (true) {
                        Thread.sleep(1000);
                        master.newline();
                    }
                } catch (IOException | InterruptedException e) {
                    // The copy is there; or the connection is not, which its next use tells.
                }
            }, "kvs-replica-alive");
            alive.setDaemon(true);
            alive.start();
        }

        @Override
        public void close() {
            alive.interrupt();
            try {
                alive.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // The stream

    private void follow(Conversation master) throws IOException {
        LogReplay replay = new LogReplay(server);
        AppendOnlyReader reader = new AppendOnlyReader(master.in, "of " + host + ":" + port, offset, Long.MAX_VALUE);
        acknowledge(master);
        Bytes word = new Bytes();
        while (reader.next()) {
            if (reader.commands() == 1 && reader.show(0, 0, word).is("REPLCONF")) {
                offset = reader.end();
                acknowledge(master);
                continue;
            }
            if (reader.commands() != 1 || !reader.show(0, 0, word).is("PING")) {
                try {
                    replay.apply(reader);
                } catch (CommandException e) {
                    id = null;
                    throw new IOException("what the master does cannot be done here, so that a copy of all data is needed: "
                            + e.getMessage(), e);
                }
            }
            offset = reader.end();
            if (server.time().nanoTime() - acknowledgedAt >= SECOND_NANOS) {
                acknowledge(master);
            }
            if (server.persistence().isBehind()) {
                server.persistence().awaitRoom();
            }
        }
        throw new IOException("the master has closed the connection");
    }

    private void acknowledge(Conversation master) throws IOException {
        acknowledgedAt = server.time().nanoTime();
        long onDisk = synced.at(offset);
        if (onDisk < 0) {
            master.send("REPLCONF", "ACK", Long.toString(offset));
        } else {
            master.send("REPLCONF", "ACK", Long.toString(offset), "FACK", Long.toString(onDisk));
        }
    }

    /** Bytes from and to the other server. */
    private final class Conversation {

        final InputStream in;
        private final OutputStream out;

        Conversation(Connector.Connection current) {
            out = current.output();
            in = new BufferedInputStream(new Patient(current.input()), BUFFER);
        }

        void send(String... words) throws IOException {
            StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
            for (String word : words) {
                request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            out.write(request.toString().getBytes(ISO_8859_1));
            out.flush();
        }

        void newline() throws IOException {
            out.write('\n');
            out.flush();
        }

        String ask(String... words) throws IOException {
            send(words);
            return line();
        }

        void require(String answer) throws IOException {
            if (!answer.startsWith("+")) {
                throw new IOException("the master answered " + answer);
            }
        }

        /** Lines that are empty only show that the other server is still there. */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the master has closed the connection");
                }
                if (next == '\n') {
                    if (!line.isEmpty()) {
                        return line.toString();
                    }
                } else if (next != '\r') {
                    if (line.length() == LONGEST_LINE) {
                        throw new IOException("the master answers with a line that is too long");
                    }
                    line.append((char) next);
                }
            }
        }

        /** Goes on waiting where the connection does not, and tells the other server meanwhile that this one is there. */
        private final class Patient extends InputStream {

            private final InputStream from;

            Patient(InputStream from) {
                this.from = from;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int at, int length) throws IOException {
                long begin = now();
                while (true) {
                    try {
                        int read = from.read(bytes, at, length);
                        lastHeard = now();
                        return read;
                    } catch (SocketTimeoutException e) {
                        if (closed || now() - begin > settings.timeout.value() * 1000) {
                            throw e;
                        }
                        if (up) {
                            acknowledge(Conversation.this);
                        }
                    }
                }
            }
        }
    }
}
