package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library bit. Expected is what Redis 7.0 replies. */
class BitLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return bit.band(255, 15), bit.bor(1, 2, 4), bit.bxor(255, 1), bit.bnot(0), bit.tobit(2^32 + 5) -> true 15 7 254 -1 5",
            "return bit.lshift(1, 31), bit.rshift(-1, 28), bit.arshift(-16, 2), bit.rol(1, 33), bit.ror(1, 1), bit.bswap(1) -> true -2147483648 15 -4 2 -2147483648 16777216",
            "return bit.tohex(255), bit.tohex(255, 4), bit.tohex(255, -4), bit.tohex(-1, 100) -> true \"000000ff\" \"00ff\" \"00FF\" \"ffffffff\"",
            "return bit.band('3', 1.7) -> true 2",
            "return bit.band({}) -> false \"p:1: bad argument #1 to 'band' (number expected, got table)\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
