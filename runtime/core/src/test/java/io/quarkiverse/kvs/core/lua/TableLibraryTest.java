package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library table, and tables themselves. Expected is what Redis 7.0 replies. */
class TableLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return table.concat({1, 2, 'x'}, ', '), table.concat({}), table.concat({1, 2, 3}, '-', 2, 3) -> true \"1, 2, x\" \"\" \"2-3\"",
            "return table.concat({1, {}, 3}) -> false \"p:1: invalid value (table) at index 2 in table for 'concat'\"",
            "local t = {1, 3} table.insert(t, 2, 2) table.insert(t, 4) return t -> true {1=1,2=2,3=3,4=4#4}",
            "table.insert({}, 1, 2, 3) -> false \"p:1: wrong number of arguments to 'insert'\"",
            "local t = {1, 2, 3} return table.remove(t, 1), table.remove(t), table.remove({}), t -> true 1 3 nil {1=2#1}",
            "local t = {5, 2, 8, 1} table.sort(t) local u = {5, 2, 8} table.sort(u, function(a, b) return a > b end) return t, u -> true {1=1,2=2,3=5,4=8#4} {1=8,2=5,3=2#3}",
            "table.sort({1, 'x', 3}) -> false \"attempt to compare string with number\"",
            "table.sort({1, 2, 3, 4, 5}, function() return true end) -> false \"p:1: invalid order function for sorting\"",
            "return table.maxn({1, [10] = 2, [2.5] = 1}), table.getn({1, 2}) -> true 10 2",
            "table.setn({}, 1) -> false \"p:1: 'setn' is obsolete\"",
            "return #{1, 2, nil, 4}, #{nil, nil, 3}, #{n = 1}, #{1, nil} -> true 4 3 0 1",
            "local t = {10, 20, 30, nil} t[5] = 3 return #t -> true 3",
            "local t = {} t[1.5] = 1 t[-1] = 2 t[2^53] = 3 t[true] = 4 return t[1.5], t[-1], t[2^53], t[true] -> true 1 2 3 4",
            "local t = {} t[nil] = 1 -> false \"p:1: table index is nil\"",
            "local t = {} t[0/0] = 1 -> false \"p:1: table index is NaN\"",
            "return {a = 1, b = 2, c = 3, d = 4} -> true {\"a\"=1,\"d\"=4,\"c\"=3,\"b\"=2#0}",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
