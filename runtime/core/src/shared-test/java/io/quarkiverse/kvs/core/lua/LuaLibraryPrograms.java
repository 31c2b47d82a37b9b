package io.quarkiverse.kvs.core.lua;

/** Makes programs at random that use {@code cjson}, {@code cmsgpack}, {@code struct} and {@code bit}, often with wrong arguments. */
public final class LuaLibraryPrograms {

    private static final String[] NUMBERS = { "0", "1", "-1", "2", "3", "10", "127", "128", "255", "256", "-32", "-33", "-128", "-129", "65535",
            "65536", "-32768", "-32769", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296", "1.5",
            "-0.1", "1e15", "1e300", "2^53", "2^63", "-2^63", "2^64", "0.1", "1/3", "123456.789", "3.25", "1e-7", "100", "1e14" };
    private static final String[] STRINGS = { "''", "'a'", "'abc'", "'x\\0y'", "'\"quoted\"/\\\\'", "'\\1\\31\\127'", "'\\195\\164'", "'10'",
            "('x'):rep(31)", "('x'):rep(32)", "('y'):rep(256)", "('z'):rep(70000)", "'line\\nline\\tx\\r\\b\\f'" };
    private static final String[] JSON = { "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-1.5e3", "true", "false", "null", " ", "nan",
            "inf", "-inf", "0x10", "01", "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\x\"", "\"abc", "\\n", "tru", "+1", "1e", "-",
            "[1,2,3]", "{\"a\":1}", "\"\\/\\b\\n\"", ".5", "1.", "\"\\u12\"", "\"\\udc00\"", "[]", "{}", "NaN", "Infinity", "\\0" };
    private static final String[] STRUCT = { "b", "B", "h", "H", "l", "L", "T", "i", "I", "i1", "i2", "I3", "i8", "I16", "i32", "i33", "f", "d", "s",
            "c", "c0", "c3", "c10", "x", "<", ">", "!", "!4", "!3", "!16", " ", "z", "i0", "c99999999999" };

    private final Choices choices;
    private final StringBuilder out = new StringBuilder();

    private LuaLibraryPrograms(Choices choices) {
        this.choices = choices;
    }

    /** A program. */
    public static String program(Choices choices) {
        return new LuaLibraryPrograms(choices).make();
    }

    private String make() {
        switch (choices.next(11)) {
            case 0:
            case 1:
            case 2:
                out.append("return cjson.encode(");
                value(0);
                break;
            case 3:
            case 4:
                out.append("return cjson.decode('");
                json(0);
                break;
            case 5:
                out.append("return cmsgpack.pack(");
                values();
                break;
            case 6:
                out.append("local s = cmsgpack.pack(");
                values();
                out.append(") return cmsgpack.").append(choices.pick("unpack(s", "unpack(s:sub(1, -2)", "unpack(s .. '\\193'", "unpack_one(s",
                        "unpack_one(s, 1", "unpack_limit(s, 1", "unpack_limit(s, 2, 1", "unpack_limit(s, -1", "unpack_one(s, 1000"));
                break;
            case 7:
                out.append("return cmsgpack.unpack('");
                for (int i = choices.next(12); i >= 0; i--) {
                    out.append('\\').append(String.format("%03d", choices.next(2) == 0 ? choices.next(256) : 0x80 + choices.next(0x60)));
                }
                out.append('\'');
                break;
            case 8:
                out.append("return struct.").append(choices.pick("pack", "pack", "size")).append("('");
                format();
                out.append("', ");
                values();
                break;
            case 9:
                out.append("return struct.unpack('");
                format();
                out.append("', ").append(choices.pick("'\\1\\2\\3\\4\\5\\6\\7\\8\\9\\10\\11\\12\\13\\14\\15\\16'", "('\\255\\128\\3'):rep(30)",
                        "'\\3abcdef\\0gh'", "''", "('\\0'):rep(40)", "'\\200'")).append(choices.pick("", "", "", ", 2", ", 0", ", -1", ", 100"));
                break;
            default:
                bit();
        }
        return out.append(')').toString();
    }

    private void bit() {
        out.append("return bit.").append(choices.pick("band", "bor", "bxor", "bnot", "tobit", "tohex", "lshift", "rshift", "arshift", "rol", "ror",
                "bswap")).append('(');
        values();
    }

    private void values() {
        int count = choices.next(4);
        for (int i = 0; i <= count; i++) {
            out.append(i == 0 ? "" : ", ");
            value(1);
        }
    }

    private void format() {
        int count = 1 + choices.next(5);
        for (int i = 0; i < count; i++) {
            out.append(choices.pick(STRUCT));
        }
    }

    /** Of JSON that is mostly right. */
    private void json(int depth) {
        if (depth == 0) {
            int more = choices.next(8);
            jsonValue(0);
            for (int i = 5; i < more; i++) {
                out.append(quoted(choices.pick(JSON)));
            }
            out.append('\'');
        }
    }

    private static String quoted(String text) {
        return text.equals("\\0") || text.equals("\\n") ? text : text.replace("\\", "\\\\");
    }

    private void jsonValue(int depth) {
        int kind = choices.next(depth > 3 ? 3 : 8);
        if (kind < 4) {
            out.append(quoted(choices.pick(JSON)));
        } else if (kind < 6) {
            out.append('[');
            for (int i = choices.next(4); i > 0; i--) {
                jsonValue(depth + 1);
                out.append(i > 1 ? "," : "");
            }
            out.append(']');
        } else {
            out.append('{');
            for (int i = choices.next(4); i > 0; i--) {
                out.append('"').append(choices.pick("a", "b", "key", "alpha", "", "x y")).append("\": ");
                jsonValue(depth + 1);
                out.append(i > 1 ? "," : "");
            }
            out.append('}');
        }
    }

    private void value(int depth) {
        switch (choices.next(depth > 3 ? 6 : 10)) {
            case 0:
            case 1:
                out.append(choices.pick(NUMBERS));
                break;
            case 2:
            case 3:
                out.append(choices.pick(STRINGS));
                break;
            case 4:
                out.append(choices.pick("true", "false", "nil", "cjson.null"));
                break;
            case 5:
                out.append(choices.pick("{}", "1/0", "-1/0", "0/0", "print1", "string.len", "(-0)"));
                break;
            default:
                out.append('{');
                for (int i = choices.next(6); i > 0; i--) {
                    switch (choices.next(5)) {
                        case 0:
                            out.append(choices.pick("a", "b", "key", "alpha", "omega", "n", "x")).append('=');
                            break;
                        case 1:
                            out.append('[').append(choices.next(4) == 0 ? choices.pick(NUMBERS) : String.valueOf(choices.next(30)))
                                    .append("]=");
                            break;
                        default:
                            break;
                    }
                    value(depth + 1);
                    out.append(", ");
                }
                out.append('}');
        }
    }
}
