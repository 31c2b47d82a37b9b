package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which files the append-only file consists of, in the format of Redis 7: a line for each, the base first, then the history,
 * then the incremental files in the order in which they were written. Lines that begin with # are comments.
 *
 * <pre>
 * file appendonly.aof.2.base.rdb seq 2 type b
 * file appendonly.aof.1.incr.aof seq 1 type h
 * file appendonly.aof.2.incr.aof seq 2 type i
 * </pre>
 *
 * Does not change: methods that begin with {@code with} return another one. Names of files are UTF-8 in it.
 *
 * @param base null if there is none
 */
public record Manifest(ManifestFile base, List<ManifestFile> history, List<ManifestFile> increments) {

    /** Of no files. */
    public static final Manifest EMPTY = new Manifest(null, List.of(), List.of());

    /** The longest line, with its end: as in Redis. */
    static final int MAX_LINE = 1024;
    /** The longest manifest: Redis sets no limit, and writes some lines. */
    static final int MAX_SIZE = 16 * 1024 * 1024;

    /** How the names of files end that records are appended to. */
    static final String INCREMENT_SUFFIX = ".incr.aof";

    private static final String FORMAT = "Invalid AOF manifest file format";

    public Manifest {
        history = List.copyOf(history);
        increments = List.copyOf(increments);
    }

    /** The name of the manifest, beside the files it names. */
    public static String nameFor(String appendFilename) {
        return appendFilename + ".manifest";
    }

    /** The name under which it is written, until it takes the place of the one before. */
    public static String temporaryNameFor(String appendFilename) {
        return "temp-" + nameFor(appendFilename);
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return base == null && increments.isEmpty();
    }

    /** What has the data, in the order in which it is to be read: the base and the incremental files. */
    public List<ManifestFile> files() {
        List<ManifestFile> files = new ArrayList<>(increments.size() + 1);
        if (base != null) {
            files.add(base);
        }
        files.addAll(increments);
        return files;
    }

    // Changing

    /**
     * The base that would come next.
     *
     * @param rdb whether it is an RDB file, or commands
     */
    public ManifestFile nextBase(String appendFilename, boolean rdb) {
        return next(appendFilename, rdb ? ".base.rdb" : ".base.aof", base, ManifestFile.Type.BASE);
    }

    /** The incremental file that would come next. */
    public ManifestFile nextIncrement(String appendFilename) {
        ManifestFile last = increments.isEmpty() ? null : increments.get(increments.size() - 1);
        return next(appendFilename, INCREMENT_SUFFIX, last, ManifestFile.Type.INCREMENTAL);
    }

    /** Numbers go on where they are, but not to a name that is still in use. */
    private ManifestFile next(String prefix, String suffix, ManifestFile last, ManifestFile.Type type) {
        long sequence = last == null ? 0 : last.sequence();
        String name;
        do {
            name = prefix + '.' + ++sequence + suffix;
        } while (isInHistory(name));
        return new ManifestFile(name, sequence, type);
    }

    private boolean isInHistory(String name) {
        return history.stream().anyMatch(file -> file.name().equals(name));
    }

    /** With another base; the one before is history. */
    public Manifest withBase(ManifestFile next) {
        if (base == null) {
            return new Manifest(next, history, increments);
        }
        return new Manifest(next, inFront(List.of(base)), increments);
    }

    /** With one more incremental file, which is the last one. */
    public Manifest withIncrement(ManifestFile next) {
        List<ManifestFile> more = new ArrayList<>(increments);
        more.add(next);
        return new Manifest(base, history, more);
    }

    /** With the last incremental files only, so many; the others are history. */
    public Manifest withLastIncrements(int kept) {
        int first = increments.size() - kept;
        return new Manifest(base, inFront(increments.subList(0, first)), increments.subList(first, increments.size()));
    }

    private List<ManifestFile> inFront(List<ManifestFile> files) {
        List<ManifestFile> all = new ArrayList<>();
        files.forEach(file -> all.add(file.asHistory()));
        all.addAll(history);
        return all;
    }

    /** Without the history: its files have been deleted. */
    public Manifest withoutHistory() {
        return new Manifest(base, List.of(), increments);
    }

    // Writing and reading

    /** What is in the file. */
    public byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        if (base != null) {
            append(base, lines);
        }
        history.forEach(file -> append(file, lines));
        increments.forEach(file -> append(file, lines));
        return lines.toString().getBytes(ISO_8859_1);
    }

    private static void append(ManifestFile file, StringBuilder lines) {
        String name = new String(file.name().getBytes(UTF_8), ISO_8859_1);
        lines.append("file ").append(QuotedWords.quote(name)).append(" seq ").append(file.sequence()).append(" type ")
                .append(file.type().letter).append('\n');
    }

    /**
     * Reads it. Words it does not know are allowed, in pairs behind the others, as Redis does for the sake of its successors.
     *
     * @throws ManifestFormatException if it is empty or broken
     */
    public static Manifest read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_SIZE + 1);
        if (bytes.length > MAX_SIZE) {
            throw new ManifestFormatException("The AOF manifest file is too large", 0, "");
        }
        if (bytes.length == 0) {
            throw new ManifestFormatException("Found an empty AOF manifest", 0, "");
        }
        return new Parser().parse(new String(bytes, ISO_8859_1));
    }

    private static final class Parser {

        private ManifestFile base;
        private final List<ManifestFile> history = new ArrayList<>();
        private final List<ManifestFile> increments = new ArrayList<>();
        private int lineNumber;
        private String line = "";

        Manifest parse(String text) throws ManifestFormatException {
            int end;
            for (int at = 0; at < text.length(); at = end) {
                lineNumber++;
                int newline = text.indexOf('\n', at);
                end = newline < 0 ? text.length() : newline + 1;
                line = text.substring(at, Math.min(end, at + MAX_LINE)).strip();
                if (text.charAt(at) != '#') {
                    check(newline >= 0 && end - at <= MAX_LINE, "The AOF manifest file contains too long line");
                    add(file());
                }
            }
            return new Manifest(base, history, increments);
        }

        private ManifestFile file() throws ManifestFormatException {
            List<String> words = QuotedWords.split(line);
            check(words != null && words.size() >= 6 && words.size() % 2 == 0, FORMAT);
            String name = "";
            long sequence = 0;
            String type = "";
            for (int i = 0; i < words.size(); i += 2) {
                String value = words.get(i + 1);
                switch (words.get(i).toLowerCase(Locale.ROOT)) {
                    case "file" -> name = value;
                    case "seq" -> sequence = number(value);
                    case "type" -> type = value;
                    default -> {
                        // Of a later version.
                    }
                }
            }
            check(name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf('\0') < 0 && !name.equals(".")
                    && !name.equals(".."), "File can't be a path, just a filename");
            check(!name.isEmpty() && sequence != 0 && !type.isEmpty(), FORMAT);
            ManifestFile.Type known = ManifestFile.Type.of(type.charAt(0));
            check(known != null, "Unknown AOF file type");
            return new ManifestFile(new String(name.getBytes(ISO_8859_1), UTF_8), sequence, known);
        }

        private static long number(String word) {
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        private void add(ManifestFile file) throws ManifestFormatException {
            switch (file.type()) {
                case BASE -> {
                    check(base == null, "Found duplicate base file information");
                    check(file.sequence() > 0, FORMAT);
                    base = file;
                }
                case HISTORY -> history.add(file);
                case INCREMENTAL -> {
                    long last = increments.isEmpty() ? 0 : increments.get(increments.size() - 1).sequence();
                    check(file.sequence() > last, "Found a non-monotonic sequence number");
                    increments.add(file);
                }
            }
        }

        private void check(boolean sound, String reason) throws ManifestFormatException {
            if (!sound) {
                throw new ManifestFormatException(reason, lineNumber, line);
            }
        }
    }
}
