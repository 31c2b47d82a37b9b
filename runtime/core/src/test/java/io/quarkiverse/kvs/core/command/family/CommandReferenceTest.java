package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.server.Settings;

/** What the documentation says of commands and parameters is what the tables say of them. */
class CommandReferenceTest {

    private static final Path PAGES = Path.of("../../docs/modules/ROOT/pages");
    private static final Path DIFFERENCES = PAGES.resolve("differences.adoc");
    /** A place on the page of differences that is about a command. */
    private static final Pattern ANCHOR = Pattern.compile("\\[\\[command-([a-z0-9_-]+)]]");

    private static final String UPDATE = "kvs.docs.update";

    @TestFactory
    List<DynamicTest> generatedParts() throws IOException {
        Map<String, String> regions = new CommandReference(Families.TABLE, commandsThatDiffer()).regions();
        return regions.entrySet().stream()
                .map(region -> DynamicTest.dynamicTest(region.getKey(), () -> check(region.getKey(), region.getValue())))
                .toList();
    }

    /** Compares a region of a page, between two comments that name it, with what it is to be. */
    private static void check(String region, String text) throws IOException {
        Path file = region.equals("commands") ? PAGES.resolve("commands.adoc") : DIFFERENCES;
        String page = Files.readString(file).replace("\r\n", "\n");
        String begin = "// tag::" + region + "[]\n";
        String end = "// end::" + region + "[]\n";
        assertThat(page).as("%s", file).containsOnlyOnce(begin).containsOnlyOnce(end);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        if (System.getProperty(UPDATE) != null) {
            Files.writeString(file, page.substring(0, from) + text + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("%s in %s; to update it, run ./mvnw -pl runtime/core test -Dtest=CommandReferenceTest -D%s, and commit it",
                        region,
                        file, UPDATE)
                .isEqualTo(text);
    }

    /** The full names of the commands that the page of differences is about. */
    private static Set<String> commandsThatDiffer() throws IOException {
        Set<String> anchors = anchors();
        return Families.TABLE.commandsAndSubcommands().stream().map(Command::fullName)
                .filter(name -> anchors.contains(CommandReference.anchor(name))).collect(Collectors.toSet());
    }

    private static Set<String> anchors() throws IOException {
        return ANCHOR.matcher(Files.readString(DIFFERENCES)).results().map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void differencesAreAboutCommandsThatExist() throws IOException {
        Set<String> known = Families.TABLE.commandsAndSubcommands().stream()
                .map(command -> CommandReference.anchor(command.fullName())).collect(Collectors.toSet());
        CommandReference.redisCommands().forEach(command -> known.add(CommandReference.anchor(command.name())));
        assertThat(known).containsAll(anchors());
    }

    @Test
    void parametersWithAnEffectAreExplained() throws IOException {
        String page = Files.readString(DIFFERENCES);
        Set<String> names = new TreeSet<>(new Settings(Settings.Initial.defaults()).all().keySet());
        names.removeAll(CommandReference.acceptedParameters());
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyCommandIsExplainedInOneSentence() {
        for (Command command : Families.TABLE.commandsAndSubcommands()) {
            assertThat(command.summary()).as("%s", command).matches("[A-Z].*\\.").doesNotContain(". ");
            assertThat(command.syntax()).as("%s", command).doesNotContain("+", "`", "¦");
        }
    }
}
