package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The number that an RDB file has for a type of value that a module of Redis brings: nine characters of six bits each, and ten
 * bits for the version of its format. And what the data of a module is made of, as each piece says.
 */
final class ModuleType {

    static final int END = 0;
    static final int SIGNED = 1;
    static final int UNSIGNED = 2;
    static final int FLOAT = 3;
    static final int DOUBLE = 4;
    static final int STRING = 5;

    private static final int VERSION_BITS = 10;
    private static final int CHARACTER_BITS = 6;
    private static final int NAME = 9;
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ModuleType() {
    }

    /** @param name of nine characters, each a letter, a digit, a hyphen or an underscore */
    static long number(String name, int version) {
        long number = 0;
        for (int i = 0; i < NAME; i++) {
            number = number << CHARACTER_BITS | CHARACTERS.indexOf(name.charAt(i));
        }
        return number << VERSION_BITS | version;
    }

    static String name(long number) {
        byte[] name = new byte[NAME];
        long left = number >>> VERSION_BITS;
        for (int i = NAME - 1; i >= 0; i--) {
            name[i] = (byte) CHARACTERS.charAt((int) left & CHARACTERS.length() - 1);
            left >>>= CHARACTER_BITS;
        }
        return new String(name, ISO_8859_1);
    }
}
