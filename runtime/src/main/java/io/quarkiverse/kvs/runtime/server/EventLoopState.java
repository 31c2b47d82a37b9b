package io.quarkiverse.kvs.runtime.server;

import io.quarkiverse.kvs.runtime.command.CommandContext;
import io.quarkiverse.kvs.runtime.protocol.LineReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.ReplyBuffer;
import io.quarkiverse.kvs.runtime.store.Store;

/**
 * What the connections of one event loop share because only one of them has its turn at a time: the array that requests are
 * decoded in, the buffer that replies are collected in, the context that commands run in.
 */
final class EventLoopState {

    private static final int INPUT = 128 * 1024;

    final byte[] input = new byte[INPUT];
    final ReplyBuffer replies = new ReplyBuffer();
    final LineReplyWriter lineReplies = new LineReplyWriter(replies);
    final CommandContext context;

    EventLoopState(Store store) {
        context = new CommandContext(store);
    }
}
