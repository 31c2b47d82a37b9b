package io.quarkiverse.kvs.core.command;

import java.util.Locale;

/** What a command does to the data or needs of the server: Redis's flags, and some of our own. */
public enum Flag {
    WRITE,
    READONLY,
    /** Refused when there is no memory left. */
    DENYOOM,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    BLOCKING,
    LOADING,
    STALE,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    /** Of a cluster: a node that imports the slot of the key takes it. Every node that is none does. */
    ASKING,
    /** Takes constant or logarithmic time. */
    FAST,
    /** Allowed before the client has told the password. */
    NO_AUTH,
    /** Replicas are told of it though it is no write: CLIENT PAUSE WRITE lets it wait. COMMAND INFO does not tell it. */
    MAY_REPLICATE,
    NO_MANDATORY_KEYS,
    NO_ASYNC_LOADING,
    /** Refused in a transaction. */
    NO_MULTI,
    /** Which arguments are keys depends on other arguments. */
    MOVABLEKEYS,
    ALLOW_BUSY,
    SENTINEL,
    /** Not Redis's: touches all keys at once, so everything is locked. */
    WHOLE_KEYSPACE,
    /** Not Redis's: locks segments itself, one after the other; in a transaction, everything is locked. */
    WALKS_KEYSPACE,
    /** Not Redis's: takes long only if its request is long. */
    AS_LONG_AS_REQUEST,
    /** Not Redis's: about the client's connection, so of no use to callers in the same process. */
    NEEDS_CONNECTION,
    /** Not Redis's: a client of RESP2 may call it while it is subscribed, when most replies could not be told from messages. */
    WHILE_SUBSCRIBED,
    /** Not Redis's: in a transaction it runs at once. */
    NOT_QUEUED,
    /** Not Redis's: runs the commands that are queued in a transaction, so their keys are locked for it: EXEC. */
    RUNS_QUEUE,
    /** Not Redis's: ends a transaction without running it, and so gives memory back. */
    DROPS_QUEUE;

    /** As COMMAND INFO tells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether COMMAND INFO tells it at all. */
    public boolean isRedis() {
        return compareTo(SENTINEL) <= 0 && this != MAY_REPLICATE;
    }
}
