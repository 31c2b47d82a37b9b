/**
 * The store and the server in a Java program that is no Quarkus application. Where {@code @Nullable} is not written, null is
 * neither taken nor returned.
 */
@NullMarked
package io.quarkiverse.kvs.embedded;

import org.jspecify.annotations.NullMarked;
