package io.quarkiverse.kvs.dynamodb.http;

import java.util.concurrent.ThreadLocalRandom;

/** The names of requests, as clients show them with an error: letters and digits, as many as the service's have. */
final class RequestId {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LENGTH = 52;
    /** So many digits are as good as equally frequent in 63 random bits. */
    private static final int OF_A_LONG = 9;

    private RequestId() {
    }

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH;) {
            long some = random.nextLong() >>> 1;
            for (int end = Math.min(LENGTH, i + OF_A_LONG); i < end; i++) {
                id[i] = DIGITS.charAt((int) (some % DIGITS.length()));
                some /= DIGITS.length();
            }
        }
        return new String(id);
    }
}
