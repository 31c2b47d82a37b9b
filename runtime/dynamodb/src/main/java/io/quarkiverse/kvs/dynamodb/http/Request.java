package io.quarkiverse.kvs.dynamodb.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * A request that has arrived whole.
 *
 * @param path as it was sent
 * @param query as it was sent, without the question mark; null if there is none
 * @param body not to be changed
 */
record Request(String method, String path, String query, MultiMap headers, byte[] body) {

    static final CharSequence TARGET = HttpHeaders.createOptimized("X-Amz-Target");
    static final CharSequence SIGNED_AT = HttpHeaders.createOptimized("X-Amz-Date");

    /** The first of this name; null if there is none. */
    String header(CharSequence name) {
        return headers.get(name);
    }
}
