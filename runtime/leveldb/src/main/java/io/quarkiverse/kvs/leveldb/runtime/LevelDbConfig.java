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
 * LevelDB databases that can be injected.
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
         * The directory of the data. If neither this nor `key` is set, the data is in memory only.
         */
        Optional<String> directory();

        /**
         * The key of an ordered map of the server in this application. The map is then the database, and clients of the server
         * can use it with `OM.GET`, `OM.SET` and so on. It needs the extension `quarkus-kvs`.
         */
        Optional<String> key();

        /**
         * The number of the server's database that the key is in.
         */
        @WithDefault("0")
        int database();

        /**
         * Whether the database is created if the directory contains none. If `false`, the application does not start then.
         */
        @WithDefault("true")
        boolean createIfMissing();
    }
}
