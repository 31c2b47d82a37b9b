package io.quarkiverse.kvs.core.command.persistence;

/** Where the operator is told what becomes of files. Called on threads that may wait. */
public interface PersistenceLog {

    /** Says nothing. */
    PersistenceLog NONE = new PersistenceLog() {
        @Override
        public void info(String message) {
        }

        @Override
        public void warning(String message, Throwable cause) {
        }
    };

    void info(String message);

    /** @param cause null if there is none */
    void warning(String message, Throwable cause);
}
