/** The store and the server in a Java program that is no Quarkus application. */
package io.quarkiverse.kvs.embedded;
