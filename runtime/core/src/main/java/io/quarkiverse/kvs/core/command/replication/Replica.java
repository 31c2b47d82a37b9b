package io.quarkiverse.kvs.core.command.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.kvs.core.command.client.OutputSource;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.log.ReplicationStream;

/**
 * A client that follows this server: what it has told of itself, and what it is sent. That is a copy of all data, from
 * {@link CopyOutput}, and then the stream; or only the stream, if it has the data already.
 * <p>
 * Safe for use by many threads.
 */
public final class Replica implements OutputSource {

    /** How far it is. */
    public enum State {
        /** It has said something of itself. */
        INTRODUCED("handshake"),
        /** A copy of the data is to be made for it, as soon as the one before is. */
        WAITING("wait_bgsave"),
        COPYING("send_bulk"),
        /** It has the copy, and gets what was done since as soon as it says so: it cannot tell before where the copy ends. */
        COPIED("send_bulk"),
        ONLINE("online"),
        GONE("gone");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As INFO tells it. */
        public String text() {
            return text;
        }
    }

    private final Session session;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile State state = State.INTRODUCED;
    private volatile int listeningPort;
    private volatile String announcedAddress;
    /** It can tell where a copy ends whose length is not said before. */
    private volatile boolean knowsEndMark;
    private volatile boolean knowsPartialCopies;
    /** It wants the copy, and nothing behind it. */
    private volatile boolean copyOnly;
    private volatile long acknowledged;
    private volatile long acknowledgedOnDisk = -1;
    private volatile long lastHeard;

    private volatile CopyOutput copy;
    private volatile ReplicationStream.Reader stream;
    /** What was written last comes from there, and not from the copy. */
    private boolean fromStream;
    /** So much of the stream has waited for it since an instant in nanoseconds; 0 if it does not. */
    private long slowSince;

    Replica(Session session) {
        this.session = session;
    }

    public Session session() {
        return session;
    }

    public State state() {
        return state;
    }

    synchronized boolean become(State next) {
        if (state == State.GONE) {
            return false;
        }
        state = next;
        return true;
    }

    /** Whether it gets, or is about to get, what is done here. */
    public boolean isFollowing() {
        return state != State.INTRODUCED && state != State.GONE;
    }

    // What it says

    /** It listens on a port. */
    public void introduce(int port) {
        listeningPort = port;
    }

    /** Others reach it at an address. */
    public void announce(String address) {
        announcedAddress = address;
    }

    /** It can tell where a copy ends whose length is not said before. */
    public void knowsEndMark() {
        knowsEndMark = true;
    }

    boolean isAwareOfEndMark() {
        return knowsEndMark;
    }

    /** It knows that the name of the stream may change. */
    public void knowsPartialCopies() {
        knowsPartialCopies = true;
    }

    boolean isAwareOfPartialCopies() {
        return knowsPartialCopies;
    }

    /** Sets whether it wants the copy, and nothing behind it. */
    public void copyOnly(boolean yes) {
        copyOnly = yes;
    }

    boolean isCopyOnly() {
        return copyOnly;
    }

    /** The port that it says it listens on; 0 if it has said none. */
    public int port() {
        return listeningPort;
    }

    /** The address that it has told, or else that of its connection. */
    public String address() {
        String announced = announcedAddress;
        if (announced != null) {
            return announced;
        }
        String remote = session.connection().remoteAddress();
        int colon = remote.lastIndexOf(':');
        return colon < 0 ? remote : remote.substring(0, colon).replace("[", "").replace("]", "");
    }

    void heard(long now) {
        lastHeard = now;
    }

    /** When it has said something, in milliseconds since 1970. */
    public long lastHeard() {
        return lastHeard;
    }

    /** It has got the stream up to a place, and done what that says. */
    void acknowledge(long offset, long onDisk) {
        acknowledged = Math.max(acknowledged, offset);
        if (onDisk >= 0) {
            acknowledgedOnDisk = Math.max(acknowledgedOnDisk, onDisk);
        }
    }

    /** Up to where it has said that it has the stream. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Up to where it has said that it has the stream on its disk; -1 if it says nothing of that. */
    public long acknowledgedOnDisk() {
        return acknowledgedOnDisk;
    }

    // What it is sent

    void copy(CopyOutput source) {
        copy = source;
    }

    /** It is sent the stream behind the copy, if there is one. */
    void stream(ReplicationStream.Reader from) {
        stream = from;
        acknowledged = from.offset();
    }

    /** There is more for it. Does not wait, and costs next to nothing if it has not taken what came before. */
    void more() {
        if (told.compareAndSet(false, true)) {
            session.connection().feed(this);
        }
    }

    @Override
    public boolean next(int most) {
        // Before looking: what comes meanwhile is told anew.
        told.set(false);
        CopyOutput source = copy;
        fromStream = false;
        if (source != null) {
            if (source.next()) {
                return true;
            }
            if (!source.isTaken()) {
                return false;
            }
            copy = null;
        }
        ReplicationStream.Reader reader = stream;
        if (state != State.ONLINE || reader == null) {
            return false;
        }
        fromStream = true;
        return reader.next(most);
    }

    @Override
    public byte[] array() {
        return fromStream ? stream.array() : copy.array();
    }

    @Override
    public int from() {
        return fromStream ? stream.from() : 0;
    }

    @Override
    public int length() {
        return fromStream ? stream.length() : copy.array().length;
    }

    @Override
    public boolean isOver() {
        return state == State.GONE || copyOnly && state == State.COPIED && copy == null;
    }

    /** How many bytes of the stream wait for it. */
    long behind(long end) {
        ReplicationStream.Reader reader = stream;
        return reader == null ? 0 : end - reader.offset();
    }

    /**
     * Whether more waits for it than may wait at all, or than may wait for some time.
     *
     * @param now in nanoseconds
     */
    boolean isTooSlow(long end, long hard, long soft, long softNanos, long now) {
        long behind = behind(end);
        if (hard > 0 && behind > hard) {
            return true;
        }
        if (soft == 0 || behind <= soft) {
            slowSince = 0;
            return false;
        }
        if (slowSince == 0) {
            slowSince = now;
        }
        return now - slowSince > softNanos;
    }

    /** It is sent nothing any more. */
    public void leave() {
        CopyOutput source;
        synchronized (this) {
            state = State.GONE;
            source = copy;
        }
        if (source != null) {
            source.cancel();
        }
    }

    /** What shows that the server is still there while a copy is awaited: replicas pass over it. */
    static byte[] newline() {
        return "\n".getBytes(US_ASCII);
    }
}
