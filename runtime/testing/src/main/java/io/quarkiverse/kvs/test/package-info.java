/**
 * For tests of applications that use the key/value server, or a client of Redis that talks to it. Start with
 * {@link io.quarkiverse.kvs.test.KvsTest}.
 */
package io.quarkiverse.kvs.test;
