package io.quarkiverse.kvs;

/** Something the key/value store or its server cannot do; the message says what and why. */
public class KvsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KvsException(String message) {
        super(message);
    }

    public KvsException(String message, Throwable cause) {
        super(message, cause);
    }
}
