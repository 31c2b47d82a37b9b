package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library struct. Expected is what Redis 7.0 replies. */
class StructLibraryTest {

    private final OurLua lua = new OurLua(true);

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', value = {
            "return struct.pack('>I2bh', 258, -1, 3):byte(1, -1) -> true 1 2 255 0 3",
            "return struct.pack('<i4', -2):byte(1, -1) -> true 254 255 255 255",
            "return struct.unpack('>I2bh', '\\1\\2\\255\\0\\3') -> true 258 -1 3 6",
            "return struct.pack('sc3x', 'ab', 'cdef'):byte(1, -1) -> true 97 98 0 99 100 101 0",
            "return struct.unpack('bc0', '\\3abcd'), struct.unpack('s', 'abc\\0d') -> true \"abc\" \"abc\" 5",
            "return struct.size('!8bdi'), struct.size('>h i3') -> true 20 5",
            "return struct.unpack('d', struct.pack('d', 0.1)), struct.unpack('>f', struct.pack('>f', 1.5)) -> true 0.1 1.5 5",
            "return struct.pack('i33', 1) -> false \"p:1: integral size 33 is larger than limit of 32\"",
            "return struct.pack('!3', 1) -> false \"p:1: alignment 3 is not a power of 2\"",
            "return struct.pack('z', 1) -> false \"p:1: bad argument #1 to 'pack' (invalid format option 'z')\"",
            "return struct.unpack('i4', 'abc') -> false \"p:1: bad argument #2 to 'unpack' (data string too short)\"",
            "return struct.size('s') -> false \"p:1: bad argument #1 to 'size' (option 's' has no fixed size)\"",
            "return struct.pack('b') -> false \"p:1: bad argument #2 to 'pack' (number expected, got nil)\"",
    })
    void gives(String program, String expected) {
        assertThat(lua.run(program)).isEqualTo(expected);
    }
}
