package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.lua.LuaUserdata;

/** The library {@code cjson} 2.1.0. Its settings belong to the state, as in Redis, so they outlive a script. */
public final class CjsonLibrary {

    private static final String[] ON_OFF = { "off", "on" };
    private static final String[] INVALID = { "off", "on", "null" };

    private CjsonLibrary() {
    }

    /** What can be set. */
    static final class Settings {
        int sparseConvert;
        int sparseRatio = 2;
        int sparseSafe = 10;
        int encodeMaxDepth = 1000;
        int decodeMaxDepth = 1000;
        int encodeInvalidNumbers;
        int decodeInvalidNumbers = 1;
        int keepBuffer = 1;
        int precision = 14;
    }

    /** Reads or writes one of the settings. */
    private interface Setting {
        int get();

        void set(int value);
    }

    public static void open(LuaState state) {
        state.globals().set("cjson", module());
    }

    private static LuaTable module() {
        Settings settings = new Settings();
        LuaTable cjson = new LuaTable();
        Library.register(cjson, "encode", a -> {
            a.check(a.count() == 1, 1, "expected 1 argument");
            return new JsonEncoder(a.state(), settings).encode(a.get(1));
        });
        Library.register(cjson, "decode", a -> {
            a.check(a.count() == 1, 1, "expected 1 argument");
            return new JsonDecoder(a.state(), settings, a.checkString(1)).decode();
        });
        Library.register(cjson, "encode_sparse_array", a -> {
            most(a, 3);
            Object convert = option(a, 1, ON_OFF, setting(() -> settings.sparseConvert, v -> settings.sparseConvert = v));
            Object ratio = number(a, 2, 0, Integer.MAX_VALUE,
                    setting(() -> settings.sparseRatio, v -> settings.sparseRatio = v));
            Object safe = number(a, 3, 0, Integer.MAX_VALUE, setting(() -> settings.sparseSafe, v -> settings.sparseSafe = v));
            return LuaResults.of(convert, ratio, safe);
        });
        number(cjson, "encode_max_depth", Integer.MAX_VALUE,
                setting(() -> settings.encodeMaxDepth, v -> settings.encodeMaxDepth = v));
        number(cjson, "decode_max_depth", Integer.MAX_VALUE,
                setting(() -> settings.decodeMaxDepth, v -> settings.decodeMaxDepth = v));
        number(cjson, "encode_number_precision", 14, setting(() -> settings.precision, v -> settings.precision = v));
        option(cjson, "encode_keep_buffer", ON_OFF, setting(() -> settings.keepBuffer, v -> settings.keepBuffer = v));
        option(cjson, "encode_invalid_numbers", INVALID,
                setting(() -> settings.encodeInvalidNumbers, v -> settings.encodeInvalidNumbers = v));
        option(cjson, "decode_invalid_numbers", ON_OFF,
                setting(() -> settings.decodeInvalidNumbers, v -> settings.decodeInvalidNumbers = v));
        Library.register(cjson, "new", a -> module());
        cjson.set("null", LuaUserdata.NULL);
        cjson.set("_NAME", LuaString.of("cjson"));
        cjson.set("_VERSION", LuaString.of("2.1.0"));
        return cjson;
    }

    private static Setting setting(java.util.function.IntSupplier get, java.util.function.IntConsumer set) {
        return new Setting() {
            @Override
            public int get() {
                return get.getAsInt();
            }

            @Override
            public void set(int value) {
                set.accept(value);
            }
        };
    }

    private static void most(LuaArguments a, int count) {
        a.check(a.count() <= count, count + 1, "found too many arguments");
    }

    private static void number(LuaTable cjson, String name, int max, Setting setting) {
        Library.register(cjson, name, a -> {
            most(a, 1);
            return number(a, 1, 1, max, setting);
        });
    }

    private static Object number(LuaArguments a, int n, int min, int max, Setting setting) {
        if (!a.isNoneOrNil(n)) {
            int value = a.checkInt(n);
            a.check(min <= value && value <= max, 1, "expected integer between " + min + " and " + max);
            setting.set(value);
        }
        return LuaNumbers.box(setting.get());
    }

    private static void option(LuaTable cjson, String name, String[] options, Setting setting) {
        Library.register(cjson, name, a -> {
            most(a, 1);
            return option(a, 1, options, setting);
        });
    }

    private static Object option(LuaArguments a, int n, String[] options, Setting setting) {
        if (!a.isNoneOrNil(n)) {
            setting.set(a.get(n) instanceof Boolean ? ((Boolean) a.get(n) ? 1 : 0) : a.checkOption(n, null, options));
        }
        int value = setting.get();
        return value <= 1 ? (Object) (value == 1) : LuaString.of(options[value]);
    }
}
