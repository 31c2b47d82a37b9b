package io.quarkiverse.kvs.core.store.rdb;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashBuilder;
import io.quarkiverse.kvs.core.store.value.HashValue;

/**
 * Hashes with fields that expire in the RDB format, whose version here has none: as the data of a module is written by Redis,
 * so that programs which read such files can pass over it.
 *
 * <pre>
 * number of the type         kvs-hashx, version 1: see {@link ModuleType}
 * unsigned                   the number of fields
 * string, string, unsigned   for each field: its name, its value, when it expires in milliseconds since 1970, or 0
 * end
 * </pre>
 *
 * In front of each string and number stands what it is.
 */
final class ExpiringHashFormat {

    static final long TYPE = ModuleType.number("kvs-hashx", 1);

    private ExpiringHashFormat() {
    }

    static void write(HashValue hash, RdbWriter out) {
        out.length(TYPE);
        unsigned(out, hash.size());
        Key name = new Key();
        hash.forEach((field, value) -> {
            string(out, field);
            string(out, value);
            unsigned(out, Math.max(0, hash.expireAt(name.show(field.array(), field.offset(), field.length()))));
            return true;
        });
        out.length(ModuleType.END);
    }

    private static void unsigned(RdbWriter out, long number) {
        out.length(ModuleType.UNSIGNED);
        out.length(number);
    }

    private static void string(RdbWriter out, Bytes string) {
        out.length(ModuleType.STRING);
        out.string(string);
    }

    /**
     * What stands behind the number of the type.
     *
     * @throws RdbFormatException if it is broken
     */
    static HashValue read(RdbReader in, ValueLimits limits) {
        expect(in, ModuleType.UNSIGNED);
        HashBuilder builder = new HashBuilder(limits.hashes());
        Key name = new Key();
        Bytes value = new Bytes();
        List<byte[]> expiring = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (long left = in.anyLength(); left > 0; left--) {
            expect(in, ModuleType.STRING);
            in.string(name);
            expect(in, ModuleType.STRING);
            in.string(value);
            expect(in, ModuleType.UNSIGNED);
            long at = in.anyLength();
            if (!builder.add(name, value)) {
                throw new RdbFormatException("a field of a hash comes twice");
            }
            if (at < 0) {
                throw new RdbFormatException("a field of a hash expires at no time");
            }
            if (at > 0) {
                expiring.add(name.copy());
                times.add(at);
            }
        }
        expect(in, ModuleType.END);
        if (builder.size() == 0) {
            throw RdbFormatException.emptyCollection();
        }
        HashValue hash = builder.build();
        for (int i = 0; i < expiring.size(); i++) {
            hash.expire(name.show(expiring.get(i)), times.get(i));
        }
        return hash;
    }

    private static void expect(RdbReader in, int what) {
        if (in.length() != what) {
            throw new RdbFormatException("a hash is broken");
        }
    }
}
