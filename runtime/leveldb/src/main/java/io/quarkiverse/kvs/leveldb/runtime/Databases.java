package io.quarkiverse.kvs.leveldb.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;
import org.iq80.leveldb.Options;
import org.jboss.logging.Logger;

import io.quarkiverse.kvs.leveldb.KvsDBFactory;
import io.quarkiverse.kvs.leveldb.runtime.LevelDbConfig.DatabaseConfig;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The databases of an application, from its start to its end. Safe for use by many threads. */
public final class Databases {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs.leveldb");

    /**
     * Those that are nowhere but in memory, in dev mode: this class is loaded once for all reloads, so they survive them. They
     * must not hold anything of the application itself.
     */
    private static final Map<String, DB> KEPT = new ConcurrentHashMap<>();

    private final LevelDbConfig config;
    private final ServerMaps maps;
    private final boolean development;
    /** Guarded by this. */
    private final List<DB> toClose = new ArrayList<>();

    /**
     * @param maps null without a server
     * @param development whether it is dev mode, where the application ends and starts again with each change
     */
    Databases(LevelDbConfig config, ServerMaps maps, boolean development) {
        this.config = config;
        this.maps = maps;
        this.development = development;
    }

    /**
     * @param comparator null for the order of the bytes
     * @throws ConfigurationException if it is not configured as it could be
     */
    DB open(String name, DBComparator comparator) {
        DatabaseConfig wanted = config.databases().get(name);
        if (wanted.key().isPresent() || wanted.directory().isPresent()) {
            KEPT.remove(name);
        }
        if (wanted.key().isPresent()) {
            return map(name, wanted, comparator);
        }
        Options options = new Options().comparator(comparator).createIfMissing(wanted.createIfMissing());
        if (wanted.directory().isPresent()) {
            try {
                return closeAtTheEnd(KvsDBFactory.factory.open(new File(wanted.directory().get()), options));
            } catch (IOException e) {
                throw wrong(name, "directory", e.getMessage());
            }
        }
        if (development && comparator == null) {
            return KEPT.computeIfAbsent(name, first -> KvsDBFactory.factory.openInMemory(options));
        }
        return closeAtTheEnd(KvsDBFactory.factory.openInMemory(options));
    }

    private DB map(String name, DatabaseConfig wanted, DBComparator comparator) {
        if (wanted.directory().isPresent()) {
            throw wrong(name, "key", "there is a directory, too, and a database is either in a directory or in the server");
        }
        if (comparator != null) {
            throw wrong(name, "key", "there is a comparator, and the ordered maps of the server have the order of the bytes");
        }
        if (maps == null) {
            throw wrong(name, "key", "there is no server in this application: add the extension quarkus-kvs");
        }
        try {
            return closeAtTheEnd(maps.of(wanted.database(), wanted.key().get()));
        } catch (IllegalArgumentException e) {
            throw wrong(name, "database", e.getMessage());
        }
    }

    private synchronized DB closeAtTheEnd(DB db) {
        toClose.add(db);
        return db;
    }

    /** Closes all that have been opened, except for those that are kept for the next start in dev mode. */
    synchronized void close() {
        for (DB db : toClose) {
            try {
                db.close();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("A database could not be closed", e);
            }
        }
        toClose.clear();
    }

    private static ConfigurationException wrong(String name, String property, String message) {
        String path = "quarkus.kvs.leveldb." + (name.equals(LevelDbConfig.DEFAULT) ? "" : "\"" + name + "\".") + property;
        return new ConfigurationException("The value of " + path + " cannot be used: " + message, Set.of(path));
    }
}
