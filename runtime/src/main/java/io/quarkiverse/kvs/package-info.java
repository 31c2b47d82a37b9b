/**
 * What an application imports: the data ({@link io.quarkiverse.kvs.KeyValueStore}) and the server
 * ({@link io.quarkiverse.kvs.KvsServer}).
 */
package io.quarkiverse.kvs;
