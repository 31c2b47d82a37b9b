package io.quarkiverse.kvs.runtime;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.core.command.persistence.PersistenceLog;

/** Tells the log of the application what becomes of the files. */
final class JBossPersistenceLog implements PersistenceLog {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    @Override
    public void info(String message) {
        LOG.info(message);
    }

    @Override
    public void warning(String message, Throwable cause) {
        LOG.warn(message, cause);
    }
}
