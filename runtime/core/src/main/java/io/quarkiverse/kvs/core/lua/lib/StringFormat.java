package io.quarkiverse.kvs.core.lua.lib;

import java.util.Locale;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;

/** {@code string.format}: {@code printf} of C, with {@code %q}. */
final class StringFormat {

    private final LuaState state;
    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean alternate;
    private boolean zero;
    private int width;
    private int precision;

    private StringFormat(LuaState state) {
        this.state = state;
    }

    static LuaString format(LuaArguments a) {
        return new StringFormat(a.state()).run(a);
    }

    private LuaString run(LuaArguments a) {
        byte[] format = a.checkString(1).bytes();
        ByteBuffer out = new ByteBuffer(state, format.length + 32);
        int argument = 1;
        int i = 0;
        while (i < format.length) {
            int c = format[i++];
            if (c != '%') {
                out.add(c);
                continue;
            }
            if (i < format.length && format[i] == '%') {
                out.add(format[i++]);
                continue;
            }
            if (++argument > a.count()) {
                throw a.error(argument, "no value");
            }
            i = options(format, i);
            int conversion = i < format.length ? format[i++] : 0;
            convert(a, argument, conversion, out);
        }
        return out.toLuaString();
    }

    private static int at(byte[] format, int i) {
        return i < format.length ? format[i] & 0xff : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int options(byte[] format, int from) {
        left = false;
        plus = false;
        space = false;
        alternate = false;
        zero = false;
        width = 0;
        precision = -1;
        int i = from;
        while (at(format, i) != 0 && "-+ #0".indexOf(at(format, i)) >= 0) {
            switch (at(format, i)) {
                case '-':
                    left = true;
                    break;
                case '+':
                    plus = true;
                    break;
                case ' ':
                    space = true;
                    break;
                case '#':
                    alternate = true;
                    break;
                default:
                    zero = true;
            }
            i++;
        }
        if (i - from >= 6) {
            throw state.error("invalid format (repeated flags)");
        }
        for (int digits = 0; digits < 2 && isDigit(at(format, i)); digits++) {
            width = width * 10 + at(format, i++) - '0';
        }
        if (at(format, i) == '.') {
            i++;
            precision = 0;
            for (int digits = 0; digits < 2 && isDigit(at(format, i)); digits++) {
                precision = precision * 10 + at(format, i++) - '0';
            }
        }
        if (isDigit(at(format, i))) {
            throw state.error("invalid format (width or precision too long)");
        }
        return i;
    }

    private void convert(LuaArguments a, int n, int conversion, ByteBuffer out) {
        switch (conversion) {
            case 'c': {
                double number = a.checkNumber(n);
                // What is no integer of 32 bits becomes the least one, whose last byte is zero.
                int c = number > Integer.MIN_VALUE - 1.0 && number < Integer.MAX_VALUE + 1.0 ? (int) number & 0xff : 0;
                // C writes the text up to the first byte of zero.
                if (c == 0) {
                    out.addRepeated(' ', left ? 0 : width - 1);
                } else {
                    pad(out, LuaString.of(new byte[] { (byte) c }), "", false);
                }
                break;
            }
            case 'd':
            case 'i': {
                long value = LuaNumbers.toLong(a.checkNumber(n));
                integer(out, value < 0 ? Long.toString(value).substring(1) : Long.toString(value), sign(value < 0));
                break;
            }
            case 'u':
                integer(out, Long.toUnsignedString(unsigned(a.checkNumber(n))), "");
                break;
            case 'o': {
                String digits = Long.toOctalString(unsigned(a.checkNumber(n)));
                if (alternate && !digits.startsWith("0") && precision <= digits.length()) {
                    digits = "0" + digits;
                } else if (alternate && precision == 0) {
                    digits = "0";
                    precision = 1;
                }
                integer(out, digits, "");
                break;
            }
            case 'x':
            case 'X': {
                long value = unsigned(a.checkNumber(n));
                String digits = Long.toHexString(value);
                integer(out, conversion == 'X' ? digits.toUpperCase(Locale.ROOT) : digits,
                        alternate && value != 0 ? "0" + (char) conversion : "");
                break;
            }
            case 'e':
            case 'E':
            case 'f':
            case 'g':
            case 'G':
                real(out, a.checkNumber(n), conversion);
                break;
            case 'q':
                quoted(out, a.checkString(n));
                break;
            case 's':
                string(out, a.checkString(n));
                break;
            default:
                throw state.error("invalid option '%" + (conversion == 0 ? "" : String.valueOf((char) (conversion & 0xff)))
                        + "' to 'format'");
        }
    }

    private String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    /** As C on x86-64 casts a double to an unsigned integer of 64 bits. */
    private static long unsigned(double number) {
        return number >= 0x1p63 ? LuaNumbers.toLong(number - 0x1p63) ^ Long.MIN_VALUE : LuaNumbers.toLong(number);
    }

    private void integer(ByteBuffer out, String digits, String prefix) {
        String shown = precision == 0 && digits.equals("0") ? ""
                : "0".repeat(Math.max(0, precision - digits.length())) + digits;
        pad(out, LuaString.of(shown), prefix, zero && precision < 0);
    }

    private void real(ByteBuffer out, double number, int conversion) {
        boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
        int digits = precision < 0 ? 6 : precision;
        String text;
        switch (conversion | 0x20) {
            case 'e':
                text = LuaNumbers.scientific(number, digits, alternate);
                break;
            case 'f':
                text = LuaNumbers.fixed(number, digits, alternate);
                break;
            default:
                text = LuaNumbers.general(number, digits, alternate);
        }
        if ((conversion & 0x20) == 0) {
            text = text.toUpperCase(Locale.ROOT);
        }
        boolean negative = text.startsWith("-");
        pad(out, LuaString.of(negative ? text.substring(1) : text), sign(negative), zero && finite);
    }

    private void string(ByteBuffer out, LuaString text) {
        if (precision < 0 && text.length() >= 100) {
            out.add(text);
            return;
        }
        int end = 0;
        while (end < text.length() && text.at(end) != 0 && (precision < 0 || end < precision)) {
            end++;
        }
        pad(out, text.substring(0, end), "", false);
    }

    private void pad(ByteBuffer out, LuaString body, String prefix, boolean withZeros) {
        int missing = Math.max(0, width - body.length() - prefix.length());
        if (!left && !withZeros) {
            out.addRepeated(' ', missing);
        }
        out.add(prefix);
        if (!left && withZeros) {
            out.addRepeated('0', missing);
        }
        out.add(body);
        if (left) {
            out.addRepeated(' ', missing);
        }
    }

    private static void quoted(ByteBuffer out, LuaString text) {
        out.add('"');
        for (byte b : text.bytes()) {
            switch (b) {
                case '"':
                case '\\':
                case '\n':
                    out.add('\\').add(b);
                    break;
                case '\r':
                    out.add("\\r");
                    break;
                case 0:
                    out.add("\\000");
                    break;
                default:
                    out.add(b);
            }
        }
        out.add('"');
    }
}
