/**
 * What an application imports: the data ({@link io.quarkiverse.kvs.KeyValueStore}, or
 * {@link io.quarkiverse.kvs.ReactiveKeyValueStore} for reactive callers) and the server
 * ({@link io.quarkiverse.kvs.KvsServer}).
 * Where {@code @Nullable} is not written, null is neither taken nor returned.
 */
@NullMarked
package io.quarkiverse.kvs;

import org.jspecify.annotations.NullMarked;
