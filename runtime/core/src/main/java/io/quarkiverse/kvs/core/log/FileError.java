package io.quarkiverse.kvs.core.log;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says why something cannot be done with a file. Some exceptions of the JDK have only the name of the file as their message.
 */
public final class FileError {

    private FileError() {
    }

    /** @return such as {@code /var/lib/shop/kvs.lock: permission denied} */
    public static String reason(Throwable why) {
        if (why instanceof FileSystemException e && e.getReason() == null) {
            return e.getFile() + ": " + kind(e);
        }
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    private static String kind(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            // Directories are created where they are missing: so what is there already is something else.
            return "not a directory";
        }
        return e.getClass().getSimpleName();
    }
}
