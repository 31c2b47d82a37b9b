package io.quarkiverse.kvs.leveldb.runtime;

import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;

/**
 * Databases that are injected.
 */
@ConfigMapping(prefix = "quarkus.kvs.leveldb")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface LevelDbConfig {

    /** The name of the database that is injected without one. */
    String DEFAULT = "<default>";

    /**
     * Databases, by the names with which they are injected.
     */
    @ConfigDocMapKey("name")
    @WithParentName
    @WithUnnamedKey(DEFAULT)
    @WithDefaults
    Map<String, DatabaseConfig> databases();

    /**
     * A database.
     */
    interface DatabaseConfig {

        /**
         * The directory that keeps the data. If neither this nor a key is set, the data is in memory only.
         */
        Optional<String> directory();

        /**
         * The key of an ordered map of the key/value server in this application, which is then the database: clients of the
         * server reach it with `OM.GET`, `OM.SET` and the like. It needs the extension `quarkus-kvs`.
         */
        Optional<String> key();

        /**
         * The number of the server's database that has the key.
         */
        @WithDefault("0")
        int database();

        /**
         * Whether the database is created if the directory has none. Otherwise the application does not start then.
         */
        @WithDefault("true")
        boolean createIfMissing();
    }
}
