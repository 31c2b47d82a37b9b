package io.quarkiverse.kvs.core.lua;

/**
 * Makes programs of Lua at random: expressions, statements, functions, and calls of the libraries, often with wrong arguments, because the
 * errors are to be the same, too. A program returns what it found out. It ends after some thousand steps.
 */
public final class LuaPrograms {

    /**
     * Lua code that defines {@code run(source)}: the results of a program, or its error, as text. Tables are shown in the order of
     * {@code next}.
     */
    public static final String RUN = String.join("\n",
            "local function show(v, depth)",
            "  local t = type(v)",
            "  if t == 'string' then return string.format('%q', v) end",
            "  if t == 'number' or t == 'nil' or t == 'boolean' then return tostring(v) end",
            "  if t ~= 'table' then return t end",
            "  if depth > 3 then return '{...}' end",
            "  local out = {}",
            "  for k, x in next, v do out[#out + 1] = show(k, depth + 1) .. '=' .. show(x, depth + 1) end",
            "  return '{' .. table.concat(out, ',') .. '#' .. #v .. '}'",
            "end",
            "local function all(...)",
            "  local out = {}",
            "  for i = 1, select('#', ...) do out[i] = show((select(i, ...)), 0) end",
            "  return table.concat(out, ' ')",
            "end",
            "local function run(source)",
            "  local f, e = loadstring(source, '=p')",
            "  if not f then return 'syntax ' .. e end",
            "  return all(pcall(f))",
            "end",
            "");

    private static final String[] NUMBERS = { "0", "1", "2", "3", "-1", "0.5", "10", "-2", "7", "100", "1e15", "2^53", "-1e300", "1e308*10",
            "0.1", "1/3", "255", "65536", "2147483648", "-2147483649", "123456.789", "1e14", "99999999999999", "5e-324", "1e-5", "0x1F",
            "4294967295", "3.7", "-3.7", "1e100", "9007199254740993" };
    private static final String[] STRINGS = { "''", "'a'", "'ab'", "'abc'", "'hello world'", "'10'", "'0x10'", "' 5 '", "'1e2'", "'key'",
            "'%d+'", "'\\0x\\0'", "'a,b,,c'", "'(foo)[bar]'", "'x=1, y=2'", "'THE (quick) fox'", "'\\255\\128'", "'line\\nline'", "'5x'",
            "'%s'", "'inf'", "'nan'", "'- 5'", "'0x'", "'1.'", "'.5'", "'__index'" };
    private static final String[] NAMES = { "a", "b", "c", "d" };
    private static final String[] FIELDS = { "x", "y", "n", "key", "len", "insert" };
    private static final String[] ARITHMETIC = { "+", "-", "*", "/", "%", "^", ".." };
    private static final String[] COMPARISON = { "==", "~=", "<", ">", "<=", ">=" };
    private static final String[] PATTERN_ITEMS = { "a", "%a", "%d", ".", "%s", "[abc]", "[^,]", "[%w_]", "%w", "l", "o", ",", "%(", "%)", "%b()",
            "%f[%a]", "%f[%W]", "()", "(", ")", "(%a", "%1", "$", "^", "%", "[", "]", "[a-c", "[a-z]", "%A", "%x", "%p", "%z", "=", "[%]]",
            "[]]", "[^%s]", "[a-]", "%u", "%l" };
    private static final String[] SUFFIXES = { "", "", "", "*", "+", "-", "?" };

    private final Choices choices;
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private int functions;
    private boolean inLoop;

    private LuaPrograms(Choices choices) {
        this.choices = choices;
    }

    /** A program. */
    public static String program(Choices choices) {
        return new LuaPrograms(choices).make();
    }

    private String make() {
        out.append("local a, b, c, d = ");
        list(4);
        out.append(" local turns = 0");
        out.append('\n');
        int statements = choices.next(6);
        for (int i = 0; i < statements; i++) {
            statement();
            out.append(choices.next(4) == 0 ? " " : "\n");
        }
        out.append("return ");
        list(1 + choices.next(4));
        return out.toString();
    }

    private void list(int count) {
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ", ");
            expression();
        }
    }

    private void name() {
        out.append(choices.pick(NAMES));
    }

    private void block() {
        int statements = 1 + choices.next(2);
        for (int i = 0; i < statements; i++) {
            statement();
            out.append(' ');
        }
    }

    private void statement() {
        if (depth > 3) {
            name();
            out.append(" = ");
            expression();
            out.append(';');
            return;
        }
        depth++;
        switch (choices.next(17)) {
            case 0:
            case 1:
                name();
                out.append(" = ");
                expression();
                break;
            case 2:
                out.append("local ");
                name();
                out.append(" = ");
                expression();
                break;
            case 3:
                name();
                out.append(", ");
                name();
                out.append(" = ");
                list(1 + choices.next(3));
                break;
            case 4:
                name();
                out.append('.').append(choices.pick(FIELDS)).append(" = ");
                expression();
                break;
            case 5:
                name();
                out.append('[');
                expression();
                out.append("] = ");
                expression();
                break;
            case 6:
                out.append("if ");
                expression();
                out.append(" then ");
                block();
                if (choices.next(2) == 1) {
                    out.append("else ");
                    block();
                }
                out.append("end");
                break;
            case 7:
                out.append("for ");
                name();
                out.append(" = ").append(choices.pick("1", "0", "3", "'1'", "a")).append(", ").append(choices.pick("3", "10", "0.5", "b"))
                        .append(choices.pick("", "", ", 2", ", -1", ", 0.5", ", c")).append(" do ");
                loop();
                break;
            case 8:
                out.append("for k, ");
                name();
                out.append(" in ").append(choices.pick("pairs", "ipairs", "next,")).append(" (");
                expression();
                out.append(") do ");
                loop();
                break;
            case 9:
                out.append("local i").append(depth).append(" = 0 while i").append(depth).append(" < 5 do i").append(depth).append(" = i")
                        .append(depth).append(" + 1 ");
                loop();
                break;
            case 10:
                out.append("local f").append(functions).append(" = function(").append(choices.pick("", "a", "a, b", "...", "a, ..."))
                        .append(") ");
                body();
                out.append(" a = f").append(functions++).append('(');
                list(choices.next(3));
                out.append(')');
                break;
            case 11:
                if (choices.next(3) == 0) {
                    out.append("table.insert(");
                    name();
                    out.append(", ").append(choices.next(12) - 3).append(", ");
                    list(1 + choices.next(2));
                } else {
                    out.append("table.").append(choices.pick("remove", "sort", "concat", "setn", "foreach", "foreachi")).append('(');
                    list(1 + choices.next(3));
                }
                out.append(')');
                break;
            case 12:
                out.append("setmetatable(");
                name();
                out.append(", {").append(choices.pick("__index", "__newindex", "__add", "__concat", "__eq", "__lt", "__le", "__call", "__unm",
                        "__len", "__tostring", "__metatable", "__mul", "__div", "__mod", "__pow", "__sub")).append(" = ");
                if (choices.next(3) == 0) {
                    expression();
                } else {
                    out.append("function(a, b, c) ");
                    body();
                }
                out.append("})");
                break;
            case 13:
                out.append("error(");
                list(1);
                out.append(choices.pick("", ", 1", ", 2", ", 0", ", nil", ", '1'", ", {}")).append(')');
                break;
            case 14:
                out.append("repeat local z = ");
                expression();
                out.append(" until true");
                break;
            case 15:
                out.append("do local a = ");
                expression();
                out.append(' ');
                block();
                out.append("end");
                break;
            default:
                out.append("local x = {pcall(function(...) ");
                body();
                out.append(")} b = x");
        }
        out.append(';');
        depth--;
    }

    private void loop() {
        boolean outer = inLoop;
        inLoop = true;
        out.append("turns = turns + 1 if turns > 100 then return turns end ");
        block();
        if (choices.next(4) == 0) {
            out.append("if ");
            expression();
            out.append(" then break end ");
        }
        inLoop = outer;
        out.append("end");
    }

    /** The statements of a function, and its end. */
    private void body() {
        boolean outer = inLoop;
        inLoop = false;
        if (choices.next(2) == 1) {
            statement();
            out.append(' ');
        }
        out.append("return ");
        list(1 + choices.next(2));
        out.append(" end");
        inLoop = outer;
    }

    private void expression() {
        if (depth > 6) {
            atom();
            return;
        }
        depth++;
        switch (choices.next(22)) {
            case 0:
            case 1:
            case 2:
            case 3:
                atom();
                break;
            case 4:
            case 5:
            case 6:
                operand();
                out.append(' ').append(choices.pick(ARITHMETIC)).append(' ');
                operand();
                break;
            case 7:
                operand();
                out.append(' ').append(choices.pick(COMPARISON)).append(' ');
                operand();
                break;
            case 8:
                operand();
                out.append(choices.pick(" and ", " or "));
                operand();
                break;
            case 9:
                out.append(choices.pick("-", "#", "not ", "- "));
                operand();
                break;
            case 10:
            case 11:
                table();
                break;
            case 12:
                operandName();
                out.append('.').append(choices.pick(FIELDS));
                break;
            case 13:
                operandName();
                out.append('[');
                expression();
                out.append(']');
                break;
            case 14:
                out.append("(function(").append(choices.pick("", "a", "...")).append(") ");
                body();
                out.append(")(");
                list(choices.next(3));
                out.append(')');
                break;
            case 15:
                name();
                String method = choices.pick(":rep", ":len", ":sub", ":upper", ":bad", ":byte", ":x");
                out.append(method).append('(');
                if (method.equals(":rep")) {
                    out.append(choices.pick("", "0", "3", "'2'", "-1", "{}", "1.7"));
                } else {
                    list(choices.next(3));
                }
                out.append(')');
                break;
            case 16:
                pattern();
                break;
            case 17:
                format();
                break;
            default:
                library();
        }
        depth--;
    }

    private void operand() {
        if (choices.next(3) == 0) {
            out.append('(');
            expression();
            out.append(')');
        } else {
            atom();
        }
    }

    private void operandName() {
        if (choices.next(4) == 0) {
            out.append('(');
            expression();
            out.append(')');
        } else {
            out.append(choices.pick("a", "b", "c", "d", "undefined", "string", "a.x", "b[1]"));
        }
    }

    private void atom() {
        switch (choices.next(9)) {
            case 0:
            case 1:
            case 2:
                out.append(choices.pick(NUMBERS));
                break;
            case 3:
            case 4:
                out.append(choices.pick(STRINGS));
                break;
            case 5:
            case 6:
                name();
                break;
            case 7:
                out.append(choices.pick("nil", "true", "false"));
                break;
            default:
                out.append(choices.pick("undefined", "{}", "print1", "{1,2,3}", "math.huge", "string.len", "(0/0 ~= 0/0)"));
        }
    }

    private void table() {
        out.append('{');
        int entries = choices.next(7);
        for (int i = 0; i < entries; i++) {
            switch (choices.next(5)) {
                case 0:
                    out.append(choices.pick("x", "y", "n", "key", "alpha", "beta", "gamma", "delta")).append('=');
                    break;
                case 1:
                    out.append('[').append(choices.next(3) == 0 ? choices.pick(NUMBERS) : String.valueOf(choices.next(12))).append("]=");
                    break;
                default:
                    break;
            }
            if (choices.next(5) == 0) {
                out.append("nil");
            } else {
                atom();
            }
            out.append(',');
        }
        if (choices.next(6) == 0) {
            out.append("unpack({1,nil,3})");
        }
        out.append('}');
    }

    private String patternText() {
        StringBuilder pattern = new StringBuilder();
        int items = 1 + choices.next(4);
        for (int i = 0; i < items; i++) {
            pattern.append(choices.pick(PATTERN_ITEMS)).append(choices.pick(SUFFIXES));
        }
        return "'" + pattern + "'";
    }

    private void pattern() {
        String text = choices.next(4) == 0 ? choices.pick(NAMES) : choices.pick(STRINGS);
        switch (choices.next(4)) {
            case 0:
                out.append("string.find(").append(text).append(", ").append(patternText())
                        .append(choices.pick("", "", ", 2", ", -2", ", 1, true", ", 100")).append(')');
                break;
            case 1:
                out.append("string.match(").append(text).append(", ").append(patternText()).append(choices.pick("", ", 3", ", -3"))
                        .append(')');
                break;
            case 2:
                out.append("string.gsub(").append(text).append(", ").append(patternText()).append(", ")
                        .append(choices.pick("'x'", "'<%1>'", "'%0%0'", "'%2'", "string.upper", "{a='1', l=2, o=true}",
                                "function(a, b) return b end", "'%'", "function() return {} end", "nil", "1"))
                        .append(choices.pick("", "", ", 1", ", 0")).append(')');
                break;
            default:
                out.append("(function() local r = {} for x, y in string.gmatch(").append(text).append(", ").append(patternText())
                        .append(") do r[#r + 1] = x r[#r + 1] = y end return r end)()");
        }
    }

    private void format() {
        out.append("string.format('").append(choices.pick("", "x", "%%")).append('%').append(choices.pick("", "", "-", "+", " ", "#", "0", "+0"))
                .append(choices.pick("", "", "5", "10", "20", "100")).append(choices.pick("", "", ".0", ".3", ".14", ".20", "."))
                .append(choices.pick("d", "i", "u", "c", "x", "X", "o", "e", "E", "f", "g", "G", "q", "s", "a", "y")).append("', ");
        if (choices.next(6) == 0) {
            expression();
        } else {
            out.append(choices.next(4) == 0 ? choices.pick(STRINGS) : choices.pick(NUMBERS));
        }
        out.append(')');
    }

    private void library() {
        out.append(choices.pick("tostring", "tonumber", "type", "select", "unpack", "rawget", "rawequal", "rawset", "pairs", "ipairs", "next",
                "assert", "getmetatable", "string.byte", "string.char", "string.sub", "string.len",
                "string.reverse", "string.upper", "string.lower", "string.find", "table.concat", "table.getn", "table.maxn",
                "table.remove", "math.abs", "math.floor", "math.ceil", "math.max", "math.min", "math.fmod", "math.modf", "math.frexp",
                "math.ldexp", "math.sqrt", "math.pow", "loadstring", "xpcall", "setmetatable", "string.gsub",
                "string.format", "load", "math.rad", "math.deg", "math.log10", "math.mod")).append('(');
        int count = choices.next(4);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ", ");
            switch (choices.next(5)) {
                case 0:
                    expression();
                    break;
                case 1:
                    out.append(choices.next(20) - 5);
                    break;
                default:
                    atom();
            }
        }
        out.append(')');
    }
}
