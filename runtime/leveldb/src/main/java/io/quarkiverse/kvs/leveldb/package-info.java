/**
 * The API of LevelDB for Java ({@code org.iq80.leveldb}) over an ordered map of the store: begin with
 * {@link io.quarkiverse.kvs.leveldb.KvsDBFactory}.
 */
package io.quarkiverse.kvs.leveldb;
