/**
 * The API of LevelDB for Java ({@code org.iq80.leveldb}) over an ordered map of the store: begin with
 * {@link io.quarkiverse.kvs.leveldb.KvsDBFactory}. No method of a public class takes or returns null. Of the databases, which
 * are {@code org.iq80.leveldb}'s, {@code get} returns null for a key that is not there, and writes return null if no snapshot
 * is asked for.
 */
@NullMarked
package io.quarkiverse.kvs.leveldb;

import org.jspecify.annotations.NullMarked;
