package io.quarkiverse.kvs.runtime.server;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * What the connections of one event loop share because only one of them has its turn at a time: the array that requests are
 * decoded in, the requests found there, the buffer that replies are collected in, the context that commands run in, and what
 * their replies wait for.
 */
final class EventLoopState {

    private static final int INPUT = 256 * 1024;
    private static final int READ_BUFFER = 128 * 1024;

    final ReusedReadBuffer readBuffer = new ReusedReadBuffer(READ_BUFFER);
    final byte[] input = new byte[INPUT];
    final SpareArray spare = new SpareArray();
    final ReplyBuffer replies = new ReplyBuffer();
    final CommandContext context;
    final Batch batch = new Batch();
    final AwaitedRecords awaited;
    private final ReplyWriter line = ReplyWriter.of(Dialect.LINE, replies);
    private final ReplyWriter resp2 = ReplyWriter.of(Dialect.RESP2, replies);
    private final ReplyWriter resp3 = ReplyWriter.of(Dialect.RESP3, replies);

    /** Connections that have written something they have not sent. */
    private final List<Output> toFlush = new ArrayList<>();
    private final Runnable flushAll = this::flushAll;

    /** What is sent to the client whose connection's turn it is, or null. */
    Output current;

    EventLoopState(ServerState server) {
        context = new CommandContext(server, new SplittableRandom());
        awaited = new AwaitedRecords(server.changes());
    }

    /**
     * Sends what a connection has written once every connection that has something to read has had its turn. One write after
     * the other wakes a client once for all of them where it serves many connections, too, as load generators and proxies do.
     */
    void flushLater(Output output, ClientChannel channel) {
        toFlush.add(output);
        if (toFlush.size() == 1) {
            channel.onEventLoop(flushAll);
        }
    }

    private void flushAll() {
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flush();
        }
        toFlush.clear();
    }

    /** The writer in the dialect that a request is to be answered in. */
    ReplyWriter writer(boolean resp, Session session) {
        return !resp ? line : session.protocol() == 3 ? resp3 : resp2;
    }

    ReplyWriter writer(Request request, Session session) {
        return writer(request.isResp(), session);
    }
}
