package io.quarkiverse.kvs.core.command.persistence;

/**
 * What INFO and others tell of the files, at one instant. Times are in seconds, and -1 where there is none; instants in seconds
 * since 1970, that of the last sync in milliseconds, and -1 where there is none; sizes in bytes.
 */
public record PersistenceStatus(boolean loading, long loadingSince, long totalBytes, long loadedBytes, long changesSinceSave,
        boolean saving, long lastSaveAt, boolean lastSaveOk, long lastSaveTook, long savingSince, long saves,
        long keysLoaded, long keysExpired, boolean appendOnly, boolean rewriting, boolean rewriteScheduled,
        long lastRewriteAt, long lastRewriteTook, long rewritingSince, boolean lastRewriteOk, long rewrites,
        long rewriteFailures,
        boolean lastWriteOk, long currentSize, long baseSize, long bufferLength, long delayedSyncs, long lastSyncAt,
        long lastSyncNanos,
        long keysProcessed, long keysTotal) {

    /** How much of the files has been loaded, from 0 to 1; 1 also where nothing is to be. */
    public double loadedShare() {
        return !loading ? 1 : totalBytes == 0 ? 0 : Math.min(1, (double) loadedBytes / totalBytes);
    }
}
