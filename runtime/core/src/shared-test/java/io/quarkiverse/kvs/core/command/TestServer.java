package io.quarkiverse.kvs.core.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.OutputSource;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerControl;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;

/** Commands and data without sockets, and with a clock that stands still until it is moved; characters are bytes. */
public final class TestServer {

    private final ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), this::now,
            this::nanoTime);
    private long now = 1_000_000_000_000L;
    private long nanos;
    private long nanosPerLook;
    private boolean shutdown;
    private final List<Runnable> scheduled = new ArrayList<>();

    public TestServer() {
        state.control(new ServerControl() {
            @Override
            public void shutdown() {
                shutdown = true;
            }

            @Override
            public int port() {
                return 9999;
            }

            @Override
            public void schedule(long delayMillis, Runnable task) {
                scheduled.add(task);
            }
        });
    }

    public ServerState state() {
        return state;
    }

    public boolean isShutdown() {
        return shutdown;
    }

    public long now() {
        return now;
    }

    private long nanoTime() {
        return nanos += nanosPerLook;
    }

    /** Sets how many nanoseconds pass from one look at the finer clock to the next. */
    public void nanosPerLook(long step) {
        nanosPerLook = step;
    }

    /** Lets time pass. */
    public void pass(long millis) {
        now += millis;
    }

    /** Runs what was to be done later. */
    public void runScheduled() {
        List<Runnable> tasks = List.copyOf(scheduled);
        scheduled.clear();
        tasks.forEach(Runnable::run);
    }

    public Client client(Dialect dialect) {
        return new Client(dialect);
    }

    /** A client without a connection: what would be sent to it is kept. */
    public final class Client implements ClientConnection {

        private final Session session;
        private boolean resp;
        private final CommandContext context = new CommandContext(state, new SplittableRandom(1));
        private final StringBuilder pushed = new StringBuilder();
        private final StringBuilder late = new StringBuilder();
        private boolean closed;
        private long receivedInput;
        private long pendingOutput;
        private long takenOutput;
        private int resumed;
        private Pending pending;

        private Client(Dialect dialect) {
            session = state.clients().connected(this, now);
            dialect(dialect);
        }

        /** Speaks another one from now on. */
        void dialect(Dialect dialect) {
            resp = dialect != Dialect.LINE;
            session.protocol(dialect == Dialect.RESP3 ? 3 : 2);
        }

        /** Sends a request, and returns the reply; nothing yet if it waits: see {@link #late()}. */
        public String call(String... words) {
            byte[][] arguments = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                arguments[i] = words[i].getBytes(ISO_8859_1);
            }
            Request request = resp ? Request.resp(arguments) : Request.line(arguments);
            ReplyBuffer buffer = new ReplyBuffer();
            ReplyWriter reply = ReplyWriter.of(resp ? Dialect.resp(session.protocol()) : Dialect.LINE, buffer);
            pending = state.executor().execute(context, session, request, reply, now);
            if (pending instanceof LongReply rest) {
                rest.write(reply, () -> false);
            } else if (pending instanceof Pending.Delayed delayed) {
                delayed.reply().accept(reply);
            }
            session.requestDone();
            return new String(buffer.copy(), ISO_8859_1);
        }

        /** The call in words that are separated by blanks. */
        public String line(String words) {
            return call(words.split(" "));
        }

        /** What came without having been asked for since this was last looked at. */
        public String pushed() {
            String text = pushed.toString();
            pushed.setLength(0);
            return text;
        }

        /** The reply to a request that waited, since this was last looked at. */
        public String late() {
            String text = late.toString();
            late.setLength(0);
            return text;
        }

        /** What the client waits for, or null. */
        public BlockedClient blocked() {
            return session.blocked();
        }

        public Session session() {
            return session;
        }

        public String id() {
            return Long.toString(session.id());
        }

        public Pending pending() {
            return pending;
        }

        public int resumed() {
            return resumed;
        }

        public void disconnect() {
            closed = true;
            state.clients().disconnected(session);
        }

        @Override
        public void push(byte[] bytes) {
            pushed.append(new String(bytes, ISO_8859_1));
        }

        @Override
        public void reply(ReplyBuffer reply, long dependsOn) {
            late.append(new String(reply.copy(), ISO_8859_1));
        }

        @Override
        public void feed(OutputSource source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            disconnect();
        }

        @Override
        public void closeAfterReply() {
            closed = true;
        }

        @Override
        public void closeUnanswered() {
            // As if there were other replies, which there are in a test.
            closeAfterReply();
        }

        @Override
        public void resume() {
            resumed++;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:" + (50_000 + session.id());
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:9999";
        }

        @Override
        public int pendingInput() {
            return 0;
        }

        @Override
        public long receivedInput() {
            return receivedInput;
        }

        @Override
        public long pendingOutput() {
            return pendingOutput;
        }

        @Override
        public long takenOutput() {
            return takenOutput;
        }

        /** So many bytes have come from it. */
        public void sends(long bytes) {
            receivedInput += bytes;
        }

        /** So many bytes wait for it, of those that it has been sent. */
        public void pendingOutput(long bytes) {
            pendingOutput = bytes;
        }

        /** It has taken so many bytes of what it has been sent. */
        public void takes(long bytes) {
            takenOutput += bytes;
        }
    }
}
