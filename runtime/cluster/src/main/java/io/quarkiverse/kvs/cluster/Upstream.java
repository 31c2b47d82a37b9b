package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyTooLargeException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

/**
 * The connection to the leader on which the requests of one client are sent on, one after the other. If it is lost in the
 * middle of one, the client's is closed as well: it is not known what became of the request.
 * <p>
 * Safe for use by many threads.
 */
final class Upstream {

    static final String LOST = "CLUSTERDOWN The leader could not be reached, or has changed: try again";

    /** Who has asked. Is called with the lock of the connection held: must not wait. */
    interface Client {

        /** The whole reply. */
        void reply(ReplyBuffer reply);

        /** There will be none, and what was asked for may have been done. */
        void lost();
    }

    /** @param client null if the reply is dropped */
    private record Expected(Client client, int limit) {
    }

    private final MemberAddress leader;
    private final Queue<Expected> expected = new ArrayDeque<>();
    private NetSocket socket;
    private Buffer unsent = Buffer.buffer();
    private ReplyFrame frame = new ReplyFrame();
    private ReplyBuffer reply = new ReplyBuffer();
    private boolean closed;
    private boolean sent;
    /** What the other side has been told. */
    private int database;
    private int protocol = 2;
    /** Whether it watches keys for the client. */
    boolean watching;
    /** Whether an earlier connection did, so that it is not known whether they were changed. */
    boolean lostWatch;

    /** @param server this member's: all members have the same user and password */
    Upstream(NetClient network, MemberAddress leader, ServerState server) {
        this.leader = leader;
        String password = server.settings().password.value();
        if (!password.isEmpty()) {
            tell("AUTH", server.access().userName(), password);
        }
        network.connect(leader.port(), leader.host()).onComplete(connected -> {
            if (connected.succeeded()) {
                connected(connected.result());
            } else {
                lost();
            }
        });
    }

    MemberAddress leader() {
        return leader;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void connected(NetSocket to) {
        socket = to;
        to.handler(this::received);
        to.closeHandler(end -> lost());
        to.exceptionHandler(failure -> to.close());
        if (closed) {
            to.close();
        } else if (unsent.length() > 0) {
            sent = true;
            to.write(unsent);
        }
        unsent = null;
    }

    /** Sends a command whose reply is dropped. */
    void tell(String... words) {
        send(RequestBytes.of(words), null, 0);
    }

    /** What is sent from now on is about a database. */
    synchronized void select(int next) {
        if (database != next) {
            database = next;
            tell("SELECT", Integer.toString(next));
        }
    }

    /** A request has been sent that has chosen a database. */
    synchronized void selected(int next) {
        database = next;
    }

    /** Replies are in a version of RESP from now on. */
    synchronized void speak(int version) {
        if (protocol != version) {
            protocol = version;
            tell("HELLO", Integer.toString(version));
        }
    }

    /**
     * Sends a request.
     *
     * @param client who gets the reply; null if it is dropped
     * @param limit how long the reply may become
     */
    synchronized void send(byte[] request, Client client, int limit) {
        if (closed) {
            if (client != null) {
                client.reply(error(LOST));
            }
            return;
        }
        expected.add(new Expected(client, limit));
        if (socket == null) {
            unsent.appendBytes(request);
        } else {
            sent = true;
            socket.write(Buffer.buffer(request));
        }
    }

    private synchronized void received(Buffer buffer) {
        byte[] bytes = buffer.getBytes();
        int at = 0;
        try {
            while (at < bytes.length && !closed) {
                int end = frame.end(bytes, at, bytes.length);
                int to = end < 0 ? bytes.length : end;
                Expected current = expected.peek();
                if (current == null) {
                    throw new IOException("the leader says what it was not asked");
                }
                if (current.client != null) {
                    reply.limit(current.limit);
                    reply.append(at == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, to));
                }
                at = to;
                if (end >= 0) {
                    frame = new ReplyFrame();
                    expected.remove();
                    if (current.client != null) {
                        passOn(current.client);
                    }
                }
            }
        } catch (IOException | ReplyTooLargeException e) {
            socket.close();
        }
    }

    private void passOn(Client client) {
        ReplyBuffer complete = reply;
        reply = new ReplyBuffer();
        if (startsWith(complete, "-MOVED ")) {
            closed = true;
            socket.close();
            client.reply(error(LOST));
            end();
        } else {
            client.reply(complete);
        }
    }

    private static boolean startsWith(ReplyBuffer reply, String text) {
        byte[] begin = text.getBytes(US_ASCII);
        return reply.size() >= begin.length
                && Arrays.equals(reply.array(), 0, begin.length, begin, 0, begin.length);
    }

    private static ReplyBuffer error(String message) {
        ReplyBuffer buffer = new ReplyBuffer();
        buffer.append(("-" + message + "\r\n").getBytes(US_ASCII));
        return buffer;
    }

    private synchronized void lost() {
        if (!closed) {
            closed = true;
            end();
        }
    }

    /** Nothing more will be answered. */
    private void end() {
        for (Expected each : expected) {
            if (each.client != null) {
                if (sent) {
                    each.client.lost();
                } else {
                    each.client.reply(error(LOST));
                }
            }
        }
        expected.clear();
    }

    /** Ends it; those who wait are told. */
    synchronized void abandon() {
        lost();
        close();
    }

    /** Ends it; no client is told. */
    synchronized void close() {
        closed = true;
        expected.clear();
        if (socket != null) {
            socket.close();
        }
    }
}
