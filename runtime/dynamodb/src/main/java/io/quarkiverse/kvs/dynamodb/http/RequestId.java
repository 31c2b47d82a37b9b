package io.quarkiverse.kvs.dynamodb.http;

import java.util.concurrent.ThreadLocalRandom;

/** The names of requests, as clients show them with an error: letters and digits, as many as the service's have. */
final class RequestId {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LENGTH = 52;

    private RequestId() {
    }

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            id[i] = DIGITS.charAt(random.nextInt(DIGITS.length()));
        }
        return new String(id);
    }
}
