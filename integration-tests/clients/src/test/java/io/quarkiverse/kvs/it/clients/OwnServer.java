package io.quarkiverse.kvs.it.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests that leave a server in another state than its data: they have one that other classes do not share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OwnServer {
}
