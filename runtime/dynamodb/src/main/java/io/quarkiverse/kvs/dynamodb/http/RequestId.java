package io.quarkiverse.kvs.dynamodb.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The names of requests, as clients show them with an error: of the same digits, those of base 32, and as long as the
 * service's.
 */
final class RequestId {

    private static final byte[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(ISO_8859_1);
    private static final int BITS = 5;
    private static final int LENGTH = 52;
    private static final int OF_A_LONG = Long.SIZE / BITS;

    private RequestId() {
    }

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] id = new byte[LENGTH];
        for (int i = 0; i < LENGTH;) {
            long some = random.nextLong();
            for (int end = Math.min(LENGTH, i + OF_A_LONG); i < end; i++) {
                id[i] = DIGITS[(int) some & (1 << BITS) - 1];
                some >>>= BITS;
            }
        }
        return new String(id, ISO_8859_1);
    }
}
