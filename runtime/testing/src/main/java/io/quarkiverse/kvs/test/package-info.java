/**
 * For tests of applications that use the key/value server, or a client of Redis that talks to it. Start with
 * {@link io.quarkiverse.kvs.test.KvsTest}. No public method takes or returns null.
 */
@NullMarked
package io.quarkiverse.kvs.test;

import org.jspecify.annotations.NullMarked;
