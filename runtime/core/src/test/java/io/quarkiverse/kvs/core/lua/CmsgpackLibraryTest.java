package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library cmsgpack. Expected is what Redis 7.0 replies. */
class CmsgpackLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return cmsgpack.pack(1, 'a', true, nil, {1, 2}, {a = 1}):byte(1, -1) -> true 1 161 97 195 192 146 1 2 129 161 97 1",
            "return cmsgpack.pack(-1, -33, 128, 256, 65536, 2^32, -129, -32769, 1.5, 0.1):byte(1, -1) -> true 255 208 223 204 128 205 1 0 206 0 1 0 0 207 0 0 0 1 0 0 0 0 209 255 127 210 255 255 127 255 202 63 192 0 0 203 63 185 153 153 153 153 153 154",
            "return cmsgpack.unpack(cmsgpack.pack({1, {x = 'y'}, 2.5}, 'z')) -> true {1=1,2={\"x\"=\"y\"#0},3=2.5#3} \"z\"",
            "return cmsgpack.unpack_one('\\1\\2'), cmsgpack.unpack_limit('\\1\\2\\3', 2) -> true 1 2 1 2",
            "return cmsgpack.unpack('\\193') -> false \"p:1: Bad data format in input.\"",
            "return cmsgpack.unpack('\\146\\1') -> false \"p:1: Missing bytes in input.\"",
            "return cmsgpack.unpack_one('a', 5) -> false \"p:1: Start offset 5 greater than input length 1.\"",
            "return cmsgpack.pack() -> false \"p:1: bad argument #0 to 'pack' (MessagePack pack needs input.)\"",
            "local t = {} t[1] = t return #cmsgpack.pack(t) -> true 17",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
