/**
 * What an application imports: the data ({@link io.quarkiverse.kvs.KeyValueStore}, or
 * {@link io.quarkiverse.kvs.ReactiveKeyValueStore} for reactive callers) and the server
 * ({@link io.quarkiverse.kvs.KvsServer}).
 */
package io.quarkiverse.kvs;
