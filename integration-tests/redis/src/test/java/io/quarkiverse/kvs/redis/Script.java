package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Commands that both servers are to answer alike: a file of cases, each with a title.
 *
 * <pre>
 * == title of a case: both servers are emptied, and connections are new
 * # a comment
 * SET key "a value\n"         sent, and the replies compared byte for byte
 * b> GET key                  the same on another connection, called b
 * b< 2                        two messages are expected on connection b, and compared
 * b< none                     none is
 * b>> BLPOP key 0             sent on connection b, which is to wait then: b< 1 reads the reply later
 * CLIENT UNBLOCK @b           @b is the number of connection b, which exists, as CLIENT ID tells it
 * !close b                    connection b, which waits, is closed
 * ~ PTTL key                  only the type of the reply is compared: what it says depends on the time, for example
 * TTL key                     seconds to live are compared after they are rounded up to tens
 * {} KEYS *                   the elements of the reply are compared in any order
 * !sleep 20                   nothing happens for so many milliseconds
 * !raw *1\r\n$4\r\nPING\r\n   bytes are sent as they are, and one reply is compared
 * </pre>
 *
 * Commands are written as in redis-cli: blanks separate words, double quotes hold them together. The replies that are expected
 * stand in a file beside it: {@link ExpectedReplies}.
 */
record Script(Path path, List<Case> cases) {

    enum Comparison {
        EXACT,
        TYPE,
        ANY_ORDER,
        /** Of TTL: seconds are rounded up to tens, since some may pass on a busy machine. */
        TENS_OF_SECONDS
    }

    record Case(String title, List<Step> steps) {
    }

    /**
     * @param text the step as it is written in the file
     * @param count how many replies or messages are read
     */
    record Step(int line, String text, String connection, Kind kind, List<String> words, Comparison comparison, int count) {
    }

    enum Kind {
        COMMAND,
        MESSAGES,
        RAW,
        SLEEP,
        /** Sent, and not answered yet. */
        BLOCK,
        CLOSE
    }

    static final Path FOLDER = Path.of("src/test/resources/scripts");

    /** Of commands that Redis does not have. */
    static final Path OWN_FOLDER = Path.of("src/test/resources/own-scripts");

    /** All that Redis can play, too, in the order of their names. */
    static List<Script> all() throws IOException {
        return in(FOLDER);
    }

    /** Those that only this server can play. */
    static List<Script> own() throws IOException {
        return in(OWN_FOLDER);
    }

    private static List<Script> in(Path folder) throws IOException {
        List<Script> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
                scripts.add(load(file));
            }
        }
        return scripts;
    }

    static Script load(Path path) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<Step> steps = null;
        List<String> lines = Files.readAllLines(path, UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("==")) {
                steps = new ArrayList<>();
                cases.add(new Case(line.substring(2).strip(), steps));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                if (steps == null) {
                    throw new IllegalArgumentException(path + ":" + (i + 1) + ": a step before the first case");
                }
                steps.add(step(i + 1, line));
            }
        }
        return new Script(path, cases);
    }

    /** The name of the file. */
    String file() {
        return path.getFileName().toString();
    }

    private static Step step(int number, String text) {
        String rest = text;
        Comparison comparison = Comparison.EXACT;
        if (rest.startsWith("~ ")) {
            comparison = Comparison.TYPE;
            rest = rest.substring(2).strip();
        } else if (rest.startsWith("{} ")) {
            comparison = Comparison.ANY_ORDER;
            rest = rest.substring(3).strip();
        }
        String connection = "a";
        if (rest.matches("[a-z]>> .*")) {
            return new Step(number, text, rest.substring(0, 1), Kind.BLOCK, words(rest.substring(3).strip()), comparison, 0);
        }
        if (rest.startsWith("!close ")) {
            return new Step(number, text, rest.substring(7).strip(), Kind.CLOSE, List.of(), comparison, 0);
        }
        if (rest.matches("[a-z][<>] .*")) {
            connection = rest.substring(0, 1);
            if (rest.charAt(1) == '<') {
                String count = rest.substring(2).strip();
                return new Step(number, text, connection, Kind.MESSAGES, List.of(), comparison,
                        count.equals("none") ? 0 : Integer.parseInt(count));
            }
            rest = rest.substring(2).strip();
        }
        if (rest.startsWith("!sleep ")) {
            return new Step(number, text, connection, Kind.SLEEP, List.of(rest.substring(7).strip()), comparison, 0);
        }
        if (rest.startsWith("!raw ")) {
            return new Step(number, text, connection, Kind.RAW, List.of(unescape(rest.substring(5))), comparison, 1);
        }
        List<String> words = words(rest);
        if (comparison == Comparison.EXACT && words.get(0).equals("TTL")) {
            comparison = Comparison.TENS_OF_SECONDS;
        }
        return new Step(number, text, connection, Kind.COMMAND, words, comparison, replies(words));
    }

    /** Commands that subscribe are answered once for each channel. */
    private static int replies(List<String> words) {
        return words.get(0).toLowerCase(java.util.Locale.ROOT).endsWith("subscribe") && words.size() > 2 ? words.size() - 1 : 1;
    }

    private static List<String> words(String text) {
        Set<Character> blanks = Set.of(' ', '\t');
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (blanks.contains(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '"') {
                int end = at + 1;
                while (text.charAt(end) != '"') {
                    end += text.charAt(end) == '\\' ? 2 : 1;
                }
                words.add(unescape(text.substring(at + 1, end)));
                at = end + 1;
            } else {
                int end = at;
                while (end < text.length() && !blanks.contains(text.charAt(end))) {
                    end++;
                }
                words.add(text.substring(at, end));
                at = end;
            }
        }
        return words;
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'x' -> {
                    plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

}
