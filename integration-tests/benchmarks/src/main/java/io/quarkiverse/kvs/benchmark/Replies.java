package io.quarkiverse.kvs.benchmark;

import java.nio.ByteBuffer;

/** Where the replies of a server end. */
interface Replies {

    /** Where the reply that begins at {@code from} ends, or -1 if that has not come yet. */
    int endOfReply(ByteBuffer bytes, int from);

    /** Whether the reply that begins at {@code from} says that something went wrong. */
    boolean isError(ByteBuffer bytes, int from);
}
