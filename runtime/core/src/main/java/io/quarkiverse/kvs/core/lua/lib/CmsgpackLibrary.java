package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code cmsgpack} 0.4.0: MessagePack. */
public final class CmsgpackLibrary {

    private CmsgpackLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable cmsgpack = Library.open(state, "cmsgpack");
        Library.register(cmsgpack, "pack", CmsgpackLibrary::pack);
        Library.register(cmsgpack, "unpack", a -> unpack(a, 0, 0));
        Library.register(cmsgpack, "unpack_one", a -> unpack(a, 1, a.optInteger(2, 0)));
        Library.register(cmsgpack, "unpack_limit", a -> {
            long limit = a.checkInteger(2);
            return unpack(a, limit, a.optInteger(3, 0));
        });
        cmsgpack.set("_NAME", LuaString.of("cmsgpack"));
        cmsgpack.set("_VERSION", LuaString.of("lua-cmsgpack 0.4.0"));
        cmsgpack.set("_COPYRIGHT", LuaString.of("Copyright (C) 2012, Salvatore Sanfilippo"));
        cmsgpack.set("_DESCRIPTION", LuaString.of("MessagePack C implementation for Lua"));
    }

    private static Object pack(LuaArguments a) {
        if (a.count() == 0) {
            throw a.error(0, "MessagePack pack needs input.");
        }
        MessagePacker packer = new MessagePacker(a.state());
        for (int i = 1; i <= a.count(); i++) {
            packer.pack(a.get(i), 0);
        }
        return packer.result();
    }

    private static Object unpack(LuaArguments a, long limit, long offset) {
        LuaString text = a.checkString(1);
        boolean all = limit == 0 && offset == 0;
        if (offset < 0 || limit < 0) {
            throw a.state().error("Invalid request to unpack with offset of " + (int) offset + " and limit of " + text.length()
                    + ".");
        }
        if (offset > text.length()) {
            throw a.state().error("Start offset " + (int) offset + " greater than input length " + text.length() + ".");
        }
        long most = all ? Integer.MAX_VALUE : limit;
        MessageUnpacker unpacker = new MessageUnpacker(a.state(), text, (int) offset);
        java.util.List<Object> values = new java.util.ArrayList<>();
        while (unpacker.left() > 0 && values.size() < most) {
            values.add(unpacker.unpack());
        }
        if (!all) {
            values.add(0, LuaNumbers.box(unpacker.left() == 0 ? -1 : unpacker.position()));
        }
        return LuaResults.of(values.toArray());
    }

    static LuaError bad(LuaState state) {
        return state.error("Bad data format in input.");
    }
}
