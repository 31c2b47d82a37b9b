package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** What is there, as in Redis 7.0, and what scripts cannot change. */
class LuaSandboxTest {

    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.of(
            "_G",
            "_G _VERSION assert bit cjson cmsgpack collectgarbage coroutine error gcinfo getmetatable ipairs load loadstring math next "
                    + "pairs pcall rawequal rawget rawset select setmetatable string struct table tonumber tostring type unpack xpcall",
            "bit", "arshift band bnot bor bswap bxor lshift rol ror rshift tobit tohex",
            "cjson",
            "_NAME _VERSION decode decode_invalid_numbers decode_max_depth encode encode_invalid_numbers encode_keep_buffer "
                    + "encode_max_depth encode_number_precision encode_sparse_array new null",
            "cmsgpack", "_COPYRIGHT _DESCRIPTION _NAME _VERSION pack unpack unpack_limit unpack_one",
            "coroutine", "create resume running status wrap yield",
            "math",
            "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10 max min mod modf pi pow rad random "
                    + "randomseed sin sinh sqrt tan tanh",
            "string", "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper",
            "struct", "pack size unpack",
            "table", "concat foreach foreachi getn insert maxn remove setn sort"));

    private final OurLua lua = new OurLua(true);

    private static Set<String> names(LuaTable table) {
        Set<String> names = new TreeSet<>();
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            names.add(table.keyAt(i).toString());
        }
        return names;
    }

    @Test
    void hasWhatRedisHas() {
        Map<String, String> found = new TreeMap<>();
        for (String library : EXPECTED.keySet()) {
            found.put(library, String.join(" ", names((LuaTable) lua.state().globals().get(library))));
        }
        assertThat(found).isEqualTo(EXPECTED);
    }

    @Test
    void scriptsCannotChangeGlobalsAndLibraries() {
        String readOnly = "Attempt to modify a readonly table";
        for (String program : new String[] { "x = 1", "string.x = 1", "string.rep = nil", "_G.cjson = 1",
                "getmetatable('').__index = 1",
                "_G['print'] = 1", "cjson.null = 1" }) {
            assertThat(lua.run(program)).as(program).isEqualTo("false \"p:1: " + readOnly + "\"");
        }
        // These come from a function of the host, so they have no place.
        for (String program : new String[] { "rawset(_G, 'x', 1)", "setmetatable(_G, {})", "table.insert(table, 1)" }) {
            assertThat(lua.run(program)).as(program).isEqualTo("false \"" + readOnly + "\"");
        }
    }

    @Test
    void globalsThatAreNotThereAreRefused() {
        assertThat(lua.run("return print")).isEqualTo(
                "false \"p:1: Script attempted to access nonexistent global variable 'print'\"");
        assertThat(lua.run("return rawget(_G, 'print')")).isEqualTo("true nil");
    }

    @Test
    void theHostCanSetGlobals() {
        lua.state().globals().set("KEYS", new LuaTable());
        assertThat(lua.run("return #KEYS")).isEqualTo("true 0");
    }

    @Test
    void thereIsNoBytecode() {
        assertThat(lua.run("string.dump(function() end)")).isEqualTo("false \"p:1: unable to dump given function\"");
        assertThatThrownBy(() -> LuaPrototype.compile("\u001bLuaQ".getBytes(StandardCharsets.ISO_8859_1), "@user_script"))
                .isInstanceOf(LuaError.class).hasMessage("user_script:1: unexpected symbol near 'char(27)'");
    }
}
