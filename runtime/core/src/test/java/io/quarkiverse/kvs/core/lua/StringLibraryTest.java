package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library string. Expected is what Redis 7.0 replies. */
class StringLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return ('hello'):byte(1, 3), string.byte('a', 5) -> true 104",
            "return string.char(72, 105), string.char() -> true \"Hi\" \"\"",
            "return string.char(256) -> false \"p:1: bad argument #1 to 'char' (invalid value)\"",
            "return ('abc'):rep(3), ('x'):rep(0), ('x'):rep(-1) -> true \"abcabcabc\" \"\" \"\"",
            "return ('hello'):sub(2, -2), ('hello'):sub(-3), ('hello'):sub(0), ('x'):sub(2) -> true \"ell\" \"llo\" \"hello\" \"\"",
            "return ('aBc'):upper(), ('aBc'):lower(), ('abc'):reverse(), ('abc'):len(), #'a\\0b' -> true \"ABC\" \"abc\" \"cba\" 3 3",
            "return ('hello world'):find('o w'), ('a.b'):find('.', 1, true), ('a.b'):find('%.') -> true 5 2 2 2",
            "return ('hello'):find('l+'), ('hello'):find('(l)(.)'), ('x'):find('y') -> true 3 3 nil",
            "return ('key = value'):match('(%w+)%s*=%s*(%w+)'), ('abc'):match('()b()') -> true \"key\" 2 3",
            "return ('THE (quick) fox'):find('%((%a+)%)') -> true 5 11 \"quick\"",
            "return ('THE (quick) fox'):gsub('%f[%a]%a+', 'w') -> true \"w (w) w\" 3",
            "return ('f(a(b)c)d'):match('%b()') -> true \"(a(b)c)\"",
            "return ('hello'):gsub('l', {l = 'L'}), ('hello'):gsub('', '-'), ('abc'):gsub('%w', '%0%0', 2) -> true \"heLLo\" \"-h-e-l-l-o-\" \"aabbc\" 2",
            "return ('abc'):gsub('b', function() return false end), ('abc'):gsub('(a)(b)', '%2%1') -> true \"abc\" \"bac\" 1",
            "return string.gsub('a', 'a', nil, 'x') -> false \"p:1: bad argument #4 to 'gsub' (number expected, got string)\"",
            "return string.gsub('a', 'a', nil, 1) -> false \"p:1: bad argument #3 to 'gsub' (string/function/table expected)\"",
            "return ('abc'):gsub('b', function() return {} end) -> false \"p:1: invalid replacement value (a table)\"",
            "return ('abc'):gsub('a', '%2') -> false \"p:1: invalid capture index\"",
            "return ('abc'):find('[a') -> false \"p:1: malformed pattern (missing ']')\"",
            "return ('abc'):find('%') -> false \"p:1: malformed pattern (ends with '%')\"",
            "return ('abc'):find('(a') -> false \"p:1: unfinished capture\"",
            "return ('abc'):find('%f') -> false \"p:1: missing '[' after '%f' in pattern\"",
            "local r = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do r[#r + 1] = k .. v end return r -> true {1=\"a1\",2=\"b2\"#2}",
            "return string.gfind == string.gmatch -> true true",
            "return string.format('%5.1f|%-5d|%05d|%x|%X|%o', 3.14159, 3, 42, 255, 255, 8) -> true \"  3.1|3    |00042|ff|FF|10\"",
            "return string.format('%e %E %g %G', 12345.678, 0.00001, 1e20, 1e-10) -> true \"1.234568e+04 1.000000E-05 1e+20 1E-10\"",
            "return string.format('%s %10s %-10s| %.2s', 'a', 'b', 'c', 'def') -> true \"a          b c         | de\"",
            "return string.format('%c%c%%', 72, 105), string.format('%i %u', -5, 5) -> true \"Hi%\" \"-5 5\"",
            "return #string.format('%c', -2147483649), string.format('%c%c', 65.9, -190.5) -> true 0 \"AB\"",
            "return string.format('%.14g %.17g %.3f', 0.1, 0.1, 2/3) -> true \"0.1 0.10000000000000001 0.667\"",
            "return string.format('%a', 1) -> false \"p:1: invalid option '%a' to 'format'\"",
            "return string.format('%d', 'x') -> false \"p:1: bad argument #2 to 'format' (number expected, got string)\"",
            "return string.format('%d') -> false \"p:1: bad argument #2 to 'format' (no value)\"",
            "return string.format('%123d', 1) -> false \"p:1: invalid format (width or precision too long)\"",
            "return string.format('%+d % d %#x %#o', 5, 5, 255, 8) -> true \"+5  5 0xff 010\"",
            "string.rep() -> false \"p:1: bad argument #1 to 'rep' (string expected, got no value)\"",
            "('x'):rep({}) -> false \"p:1: bad argument #1 to 'rep' (number expected, got table)\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
