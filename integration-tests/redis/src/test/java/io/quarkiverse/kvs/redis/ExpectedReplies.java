package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Step;

/**
 * What Redis replies to a script, or this server to one that Redis cannot play, in a file beside it: for every case its title,
 * and for every step its text with the replies
 * below it, one a line, as {@link ReplyText} writes them. Those in RESP3 are there only where they are others than in RESP2.
 *
 * <pre>
 * == title of a case
 * HSET h f v
 *     :1
 * HGETALL h
 *     ["f" "v"]
 *  3: %["f" "v"]
 * </pre>
 *
 * The files are written by {@link DifferentialScriptTest} and {@link OwnScriptTest}, and not by hand.
 */
final class ExpectedReplies {

    private static final String TITLE = "== ";
    private static final String RESP2 = "    ";
    private static final String RESP3 = " 3: ";

    /** The replies to one step; empty if it waits for none. */
    record Replies(String step, List<String> resp2, List<String> resp3) {

        List<String> of(int version) {
            return version == 3 && !resp3.isEmpty() ? resp3 : resp2;
        }
    }

    /** The replies to one case, step by step. */
    record CaseReplies(String title, List<Replies> steps) {

        /** Whether these are the replies to that case, and not to what it was when they were written. */
        boolean isOf(Case of) {
            return title.equals(of.title())
                    && steps.stream().map(Replies::step).toList().equals(of.steps().stream().map(Step::text).toList());
        }
    }

    private ExpectedReplies() {
    }

    /** The file of replies that belongs to a script. */
    static Path file(Script script) {
        return script.path().resolveSibling(script.file().replaceAll("\\.txt$", ".replies"));
    }

    /** The replies to each case, in the order of the cases; none if there is no file. */
    static List<CaseReplies> load(Script script) throws IOException {
        List<CaseReplies> cases = new ArrayList<>();
        Path file = file(script);
        if (!Files.exists(file)) {
            return cases;
        }
        List<Replies> steps = null;
        for (String line : Files.readAllLines(file, UTF_8)) {
            if (line.startsWith(TITLE)) {
                steps = new ArrayList<>();
                cases.add(new CaseReplies(line.substring(TITLE.length()), steps));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                if (steps == null) {
                    throw new IllegalArgumentException(file + ": before the first case: " + line);
                }
                Replies last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
                if (line.startsWith(RESP2)) {
                    last.resp2().add(line.substring(RESP2.length()));
                } else if (line.startsWith(RESP3)) {
                    last.resp3().add(line.substring(RESP3.length()));
                } else {
                    steps.add(new Replies(line, new ArrayList<>(), new ArrayList<>()));
                }
            }
        }
        return cases;
    }

    /**
     * @param who replies so
     * @param by the test that writes it
     */
    static void write(Script script, List<CaseReplies> cases, String who, Class<?> by) throws IOException {
        StringBuilder text = new StringBuilder("# What " + who + " replies to " + script.file() + ". Written by "
                + by.getSimpleName() + " -Dkvs.scripts.update; ExpectedReplies explains the format.\n");
        for (CaseReplies of : cases) {
            text.append('\n').append(TITLE).append(of.title()).append('\n');
            for (Replies step : of.steps()) {
                text.append(step.step()).append('\n');
                step.resp2().forEach(reply -> text.append(RESP2).append(reply).append('\n'));
                if (!step.resp3().equals(step.resp2())) {
                    step.resp3().forEach(reply -> text.append(RESP3).append(reply).append('\n'));
                }
            }
        }
        Files.writeString(file(script), text, UTF_8);
    }
}
