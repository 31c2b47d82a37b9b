package io.quarkiverse.kvs.leveldb.runtime;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * Stands beside the name of a database that is injected by a name. A bean with a name and nothing else would be the one that is
 * injected without a name, too. Applications do not use it.
 */
@Retention(RetentionPolicy.RUNTIME)
public @interface NamedDatabase {
}
