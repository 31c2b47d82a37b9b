package io.quarkiverse.kvs.test;

import org.jspecify.annotations.Nullable;

/** A fixture cannot be loaded. The message names the file and the line: {@code users.json:3: null is not a value}. */
public final class FixtureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FixtureException(String file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
    }

    FixtureException(String file, int line, String problem, @Nullable Throwable cause) {
        this(file + ":" + line, problem, cause);
    }
}
