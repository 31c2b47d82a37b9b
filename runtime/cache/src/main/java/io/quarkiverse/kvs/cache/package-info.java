/** The API of caches that keep their entries in the key/value store. */
@NullMarked
package io.quarkiverse.kvs.cache;

import org.jspecify.annotations.NullMarked;
