package io.quarkiverse.kvs.runtime.command;

import io.quarkiverse.kvs.runtime.protocol.ReplyWriter;
import io.quarkiverse.kvs.runtime.protocol.Request;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Key;
import io.quarkiverse.kvs.runtime.store.Keyspace;
import io.quarkiverse.kvs.runtime.store.Store;

/**
 * What a command sees while it runs: its arguments, the keyspace at this instant, and the writer of its reply.
 * <p>
 * One context serves one thread, call after call; keys and arguments it hands out show something else in the next call.
 */
public final class CommandContext {

    private final Keyspace keyspace;
    private final Key key = new Key();
    private final Bytes argument = new Bytes();
    private Request request;
    private ReplyWriter reply;
    private ServerControl server;
    private LongReply longReply;

    public CommandContext(Store store) {
        keyspace = new Keyspace(store);
    }

    /** Prepares the next call. */
    void prepare(Request request, ReplyWriter reply, ServerControl server, long now) {
        this.request = request;
        this.reply = reply;
        this.server = server;
        longReply = null;
        keyspace.at(now);
    }

    /** The data. */
    public Keyspace keyspace() {
        return keyspace;
    }

    /** Where the answer goes. */
    public ReplyWriter reply() {
        return reply;
    }

    /** The number of arguments, the name of the command included. */
    public int count() {
        return request.count();
    }

    /** The key of this command. */
    public Key key() {
        return key;
    }

    /** An argument; 0 is the name of the command. */
    public Bytes argument(int number) {
        return request.show(number, argument);
    }

    /** The server this command was sent to. */
    public ServerControl server() {
        return server;
    }

    /**
     * Leaves the reply to a task that may take long. It runs without locks, and where nobody waits for the thread; the
     * connection it belongs to stands still meanwhile. Arguments are to be copied before.
     */
    public void replyLater(LongReply task) {
        longReply = task;
    }

    LongReply longReply() {
        return longReply;
    }

    Request request() {
        return request;
    }
}
