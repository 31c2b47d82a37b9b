package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library cjson. Expected is what Redis 7.0 replies. */
class CjsonLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return cjson.encode({1, 2, 'x', true, cjson.null}), cjson.encode({}), cjson.encode('a/b\"c'), cjson.encode(nil) -> true \"[1,2,\\\"x\\\",true,null]\" \"{}\" \"\\\"a\\\\/b\\\\\\\"c\\\"\" \"null\"",
            "return cjson.encode({a = 1, b = {c = 2}}), cjson.encode({[1] = 1, x = 2}), cjson.encode({[3] = 1}) -> true \"{\\\"a\\\":1,\\\"b\\\":{\\\"c\\\":2}}\" \"{\\\"1\\\":1,\\\"x\\\":2}\" \"[null,null,1]\"",
            "return cjson.encode({[100] = 1}) -> false \"p:1: Cannot serialise table: excessively sparse array\"",
            "return cjson.encode(1/3), cjson.encode(1e15), cjson.encode(2^53) -> true \"0.33333333333333\" \"1e+15\" \"9.007199254741e+15\"",
            "return cjson.encode(1/0) -> false \"p:1: Cannot serialise number: must not be NaN or Inf\"",
            "return cjson.encode(string.len) -> false \"p:1: Cannot serialise function: type not supported\"",
            "return cjson.encode({[true] = 1}) -> false \"p:1: Cannot serialise boolean: table key must be a number or string\"",
            "local t = {} t[1] = t return cjson.encode(t) -> false \"p:1: Cannot serialise, excessive nesting (1001)\"",
            "return cjson.encode() -> false \"p:1: bad argument #1 to 'encode' (expected 1 argument)\"",
            "return cjson.decode('{\"a\":[1,2.5e1,-3],\"b\":null,\"c\":\"x\\\\u00e9\\\\ud83d\\\\ude00\"}').a, cjson.decode('null') == cjson.null -> true {1=1,2=25,3=-3#3} true",
            "return cjson.decode('[1,2') -> false \"p:1: Expected comma or array end but found T_END at character 5\"",
            "return cjson.decode('{\"a\" 1}') -> false \"p:1: Expected colon but found T_NUMBER at character 6\"",
            "return cjson.decode('{a:1}') -> false \"p:1: Expected object key string but found invalid token at character 2\"",
            "return cjson.decode('') -> false \"p:1: Expected value but found T_END at character 1\"",
            "return cjson.decode('[1] x') -> false \"p:1: Expected the end but found invalid token at character 5\"",
            "return cjson.decode('\"\\\\ud800\"') -> false \"p:1: Expected value but found invalid unicode escape code at character 2\"",
            "return cjson.decode(('['):rep(1001) .. (']'):rep(1001)) -> false \"p:1: Found too many nested data structures (1001) at character 1001\"",
            "return cjson.decode('[nan, inf, 0x10, 01]') -> true {1=nan,2=inf,3=16,4=1#4}",
            "return cjson.new().encode_sparse_array(true, 5, 6), cjson.new().decode_max_depth(7), cjson.new().encode_number_precision(3) -> true true 7 3",
            "local c = cjson.new() c.encode_number_precision(3) return c.encode(math.pi), cjson.encode(math.pi) -> true \"3.14\" \"3.1415926535898\"",
            "local c = cjson.new() c.encode_invalid_numbers('null') return c.encode({1/0, 0/0}) -> true \"[null,null]\"",
            "local c = cjson.new() c.decode_invalid_numbers(false) return c.decode('[nan]') -> false \"p:1: Expected value but found invalid token at character 2\"",
            "return cjson._NAME, cjson._VERSION, type(cjson.null), tostring(cjson.null) -> true \"cjson\" \"2.1.0\" \"userdata\" \"userdata: (nil)\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
