package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library math. Expected is what Redis 7.0 replies. */
class MathLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return math.floor(-3.5), math.ceil(3.2), math.abs(-2), math.max(1, 5, 3), math.min(4, 2) -> true -4 4 2 5 2",
            "return math.sqrt(16), math.pow(2, 10), math.fmod(-7, 3), math.mod(7, 3), math.modf(-3.25) -> true 4 1024 -1 1 -3 -0.25",
            "return math.frexp(8), math.ldexp(0.5, 4), math.log(1), math.exp(0), math.log10(1000) -> true 0.5 8 0 1 3",
            "return math.pi, math.huge, -math.huge, math.deg(math.pi), math.rad(180) -> true 3.1415926535898 inf -inf 180 3.1415926535898",
            "return math.sin(0), math.cos(0), math.tan(0), math.asin(0), math.acos(1), math.atan(0), math.atan2(0, 1), math.sinh(0), math.cosh(0), math.tanh(0) -> true 0 1 0 0 0 0 0 0 1 0",
            "return -7 % 3, 7 % -3, 5.5 % 2, 2 ^ 0.5, 7 / 2, -2 ^ 2 -> true 2 -2 1.5 1.4142135623731 3.5 -4",
            "return 1e15, 1e14, 123456789012345678, 2^53, 0.1, 100 / 3, 1e100, -1e-7 -> true 1e+15 1e+14 1.2345678901235e+17 9.007199254741e+15 0.1 33.333333333333 1e+100 -1e-07",
            "return math.log10(-5), math.log(-5), math.acos(2), math.asin(-2), (0/0)^3, (0/0)^2 -> true nan -nan nan nan nan -nan",
            "return math.random(0) -> false \"p:1: bad argument #1 to 'random' (interval is empty)\"",
            "return math.random(2, 1) -> false \"p:1: bad argument #2 to 'random' (interval is empty)\"",
            "return math.random(1, 2, 3) -> false \"p:1: wrong number of arguments\"",
            "math.randomseed(0) return math.random(100), math.random(), math.random(5, 10) -> true 18 0.74990198051087 5",
            "math.floor({}) -> false \"p:1: bad argument #1 to 'floor' (number expected, got table)\"",
            "math.fmod(1) -> false \"p:1: bad argument #2 to 'fmod' (number expected, got no value)\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
