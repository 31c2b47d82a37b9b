package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A part of a command's syntax, as COMMAND DOCS tells it, read out of the line that the command's row has for people:
 * {@code key [NX | XX] [EX seconds | PX milliseconds] [value ...]}.
 *
 * @param token the word that introduces it, or null
 * @param parts what it consists of, or chooses from
 */
record SyntaxArgument(String name, String type, String token, boolean optional, boolean multiple, List<SyntaxArgument> parts) {

    private static final Set<String> INTEGERS = Set.of("seconds", "milliseconds", "count", "cursor", "start", "stop", "end",
            "offset",
            "increment", "decrement", "index", "db", "destination-db", "numkeys", "numreplicas", "numlocal", "len", "bit",
            "rank",
            "num-matches", "element-count", "protover", "client-id", "index1", "index2", "version", "width", "height", "radius",
            "weight", "threshold", "maxlen", "ttl", "frequency");
    private static final Set<String> DOUBLES = Set.of("score", "min", "max", "longitude", "latitude");

    /** The flags that Redis has for it. */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (optional) {
            flags.add("optional");
        }
        if (multiple) {
            flags.add("multiple");
        }
        return flags;
    }

    static List<SyntaxArgument> parse(String syntax) {
        return new Parser(syntax).sequence();
    }

    private static SyntaxArgument placeholder(String name) {
        return new SyntaxArgument(name, typeOf(name), null, false, false, List.of());
    }

    private static String typeOf(String name) {
        if (name.startsWith("key") || name.endsWith("key") || name.equals("source") || name.equals("destination")) {
            return "key";
        }
        if (name.startsWith("unix-time")) {
            return "unix-time";
        }
        if (name.equals("pattern")) {
            return "pattern";
        }
        return INTEGERS.contains(name) ? "integer" : DOUBLES.contains(name) ? "double" : "string";
    }

    private SyntaxArgument asOptional() {
        return new SyntaxArgument(name, type, token, true, multiple, parts);
    }

    private SyntaxArgument asMultiple() {
        return new SyntaxArgument(name, type, token, optional, true, parts);
    }

    private SyntaxArgument introducedBy(String word) {
        return new SyntaxArgument(name, type, word, optional, multiple, parts);
    }

    private static SyntaxArgument block(String name, String token, List<SyntaxArgument> parts) {
        return new SyntaxArgument(name, "block", token, false, false, List.copyOf(parts));
    }

    /** Reads words and brackets, one after the other. */
    private static final class Parser {

        private final String[] words;
        private int at;

        Parser(String syntax) {
            words = syntax.replace("[", " [ ").replace("]", " ] ").replace("<", " < ").replace(">", " > ").trim().split("\\s+");
        }

        private boolean more() {
            return at < words.length && !words[at].isEmpty();
        }

        private boolean atEnd() {
            return !more() || words[at].equals("]") || words[at].equals(">") || words[at].equals("|");
        }

        List<SyntaxArgument> sequence() {
            List<SyntaxArgument> arguments = new ArrayList<>();
            while (!atEnd()) {
                if (words[at].equals("[") && isRepetition()) {
                    repeat(arguments);
                } else {
                    arguments.add(one());
                }
            }
            return arguments;
        }

        private SyntaxArgument one() {
            String word = words[at++];
            if (word.equals("[") || word.equals("<")) {
                SyntaxArgument inside = alternatives();
                at++;
                return word.equals("[") ? inside.asOptional() : inside;
            }
            return isToken(word) ? token(word) : placeholder(word);
        }

        /** A word in capitals, with the placeholders behind it. */
        private SyntaxArgument token(String word) {
            List<SyntaxArgument> behind = new ArrayList<>();
            while (!atEnd() && !words[at].equals("[") && !words[at].equals("<") && !isToken(words[at])) {
                behind.add(placeholder(words[at++]));
            }
            if (behind.isEmpty()) {
                return new SyntaxArgument(word.toLowerCase(Locale.ROOT), "pure-token", word, false, false, List.of());
            }
            return behind.size() == 1 ? behind.get(0).introducedBy(word) : block(word.toLowerCase(Locale.ROOT), word, behind);
        }

        private SyntaxArgument alternatives() {
            List<SyntaxArgument> choices = new ArrayList<>();
            while (true) {
                List<SyntaxArgument> choice = sequence();
                choices.add(choice.size() == 1 ? choice.get(0) : block("block", null, choice));
                if (!more() || !words[at].equals("|")) {
                    break;
                }
                at++;
            }
            return choices.size() == 1 ? choices.get(0)
                    : new SyntaxArgument("option", "oneof", null, false, false, List.copyOf(choices));
        }

        /** Whether the bracket that comes says that what stands before it may be repeated: {@code [key ...]}. */
        private boolean isRepetition() {
            int depth = 0;
            for (int i = at; i < words.length; i++) {
                if (words[i].equals("[")) {
                    depth++;
                } else if (words[i].equals("]") && --depth == 0) {
                    return words[i - 1].equals("...");
                }
            }
            return false;
        }

        /** Marks as many of the last arguments as stand in the bracket. */
        private void repeat(List<SyntaxArgument> arguments) {
            at++;
            int count = 0;
            while (!words[at].equals("]")) {
                if (!words[at].equals("...")) {
                    count += isToken(words[at]) ? 0 : 1;
                }
                at++;
            }
            at++;
            int from = Math.max(0, arguments.size() - count);
            List<SyntaxArgument> repeated = new ArrayList<>(arguments.subList(from, arguments.size()));
            arguments.subList(from, arguments.size()).clear();
            arguments.add((repeated.size() == 1 ? repeated.get(0) : block("data", null, repeated)).asMultiple());
        }

        private static boolean isToken(String word) {
            return word.chars().anyMatch(Character::isLetter) && word.equals(word.toUpperCase(Locale.ROOT));
        }
    }
}
