package io.quarkiverse.kvs.core.log;

/**
 * A file that a {@link Manifest} names.
 *
 * @param name in the directory of the append-only file; not a path
 * @param sequence its number among those of its type, from 1 on
 */
public record ManifestFile(String name, long sequence, Type type) {

    /** What a file has, and so when it is read. */
    public enum Type {
        /** All data at one instant: an RDB file, or commands. */
        BASE('b'),
        /** What a newer base has made superfluous: it is to be deleted, and is not read. */
        HISTORY('h'),
        /** The commands since the base, or since the incremental file before it. */
        INCREMENTAL('i');

        final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        /** @return null if there is none */
        static Type of(char letter) {
            for (Type type : values()) {
                if (type.letter == letter) {
                    return type;
                }
            }
            return null;
        }
    }

    ManifestFile asHistory() {
        return new ManifestFile(name, sequence, Type.HISTORY);
    }
}
