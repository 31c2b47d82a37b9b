package io.quarkiverse.kvs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of the documentation are read in two places: on a Git host, which shows each file as it is and includes no other,
 * and on a site that Antora makes of them. In both, they name the right version, and show pictures, and no link is broken.
 */
class PagesTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path MODULE = ROOT.resolve("docs/modules/ROOT");
    private static final Path PAGES = MODULE.resolve("pages");

    /** Where Antora looks for pictures is no path from a page. */
    private static final String IMAGES = "ifndef::site-gen-antora[:imagesdir: ../images]";
    /** What only a reader that does not include files is shown, and what only one that does. */
    private static final Pattern WITHOUT_INCLUDES = Pattern
            .compile("ifdef::safe-mode-secure\\[]\n.*?endif::safe-mode-secure\\[]\n", Pattern.DOTALL);
    private static final Pattern WITH_INCLUDES = Pattern
            .compile("ifndef::safe-mode-secure\\[]\n.*?endif::safe-mode-secure\\[]\n", Pattern.DOTALL);

    private static final Pattern VERSION = Pattern
            .compile(
                    "(?<=\n:project-version: )\\S+|(?<=<artifactId>quarkus-kvs(?:-test)?</artifactId>\n {0,8}<version>)[^<{]+");
    private static final Pattern IMAGE = Pattern.compile("image::?([^\\[\\s]+)\\[");
    private static final Pattern LINK = Pattern.compile("xref:([^\\[\\s]+)\\[|<<([^>,]+)[>,]");
    private static final Pattern ANCHOR = Pattern.compile("\\[\\[([^]]+)]]|\\[#([\\w-]+)]");
    private static final Pattern LISTING = Pattern.compile("^(----|\\.\\.\\.\\.)\n.*?\n\\1$",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    private static final String UPDATE = "kvs.docs.update";

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".adoc")).sorted().toList();
            assertThat(pages).hasSizeGreaterThan(10);
            return pages;
        }
    }

    /** {@code .github/project.yml} says which version the documentation is about. */
    @Test
    void nameTheVersion() throws IOException {
        Matcher current = Pattern.compile("current-version: \"(.+)\"")
                .matcher(Files.readString(ROOT.resolve(".github/project.yml")));
        assertThat(current.find()).isTrue();
        int named = 0;
        for (Path file : Stream.concat(pages().stream(), Stream.of(ROOT.resolve("README.md"))).toList()) {
            String text = Files.readString(file);
            if (System.getProperty(UPDATE) != null) {
                Files.writeString(file, VERSION.matcher(text).replaceAll(Matcher.quoteReplacement(current.group(1))));
            }
            for (Matcher version = VERSION.matcher(Files.readString(file)); version.find(); named++) {
                assertThat(version.group()).as("%s; to update it, run this test with -D%s", file, UPDATE)
                        .isEqualTo(current.group(1));
            }
            if (text.contains("{project-version}")) {
                assertThat(text).as("%s", file).contains("\n:project-version: ");
            }
        }
        assertThat(named).isGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource({ "pom.xml, quarkus.version", "integration-tests/clients/pom.xml, jedis.version",
            "integration-tests/clients/pom.xml, lettuce.version", "integration-tests/clients/pom.xml, bucket4j.version",
            "integration-tests/clients/pom.xml, redisson.version", "pom.xml, quarkus-amazon-services.version",
            "runtime/dynamodb/pom.xml, aws-sdk.version", "integration-tests/dynamodb-clients/pom.xml, newer.awssdk.version",
            "integration-tests/clients/src/test/resources/bullmq/package.json, bullmq ioredis",
            "integration-tests/clients/src/test/resources/node/package.json, "
                    + "bee-queue ioredis rate-limiter-flexible redis redlock",
            "integration-tests/dynamodb-clients/src/test/resources/node/package.json, "
                    + "@aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb" })
    void nameTheVersionsThatAreTested(String file, String names) throws IOException {
        String page = Files.readString(PAGES.resolve("compatibility.adoc"));
        if (file.endsWith(".xml")) {
            assertThat(page).contains("\n|" + version(file, names) + "\n");
            return;
        }
        Map<String, String> packages = packages(file);
        assertThat(packages).containsOnlyKeys(names.split(" "));
        packages.forEach((name, version) -> assertThat(page)
                .containsPattern("(?m)^\\|.*\\b" + name.replace("@", "") + "\\b.*\n\\|" + Pattern.quote(version) + "$"));
    }

    private static Map<String, String> packages(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        return Pattern.compile("\"(\\S+)\": \"(\\S+)\"").matcher(text.substring(text.indexOf("\"dependencies\""))).results()
                .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));
    }

    private static String version(String file, String property) throws IOException {
        Matcher version = Pattern.compile("<" + property + ">(.+)</").matcher(Files.readString(ROOT.resolve(file)));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "README.md", "docs/modules/ROOT/pages/index.adoc" })
    void createAnApplicationOfTheVersionThatIsTested(String file) throws IOException {
        String version = version("pom.xml", "quarkus.version");
        assertThat(Files.readString(ROOT.resolve(file)))
                .contains("quarkus-maven-plugin:" + version + ":create -DplatformVersion=" + version + " ");
    }

    /**
     * The command that installs from a clone names every artifact that a page names as a dependency. Of an extension, it names
     * the half that builds applications: Maven builds the other half with it, but not the other way around.
     */
    @ParameterizedTest
    @ValueSource(strings = { "README.md", "CONTRIBUTING.md", "docs/modules/ROOT/pages/index.adoc",
            "docs/modules/ROOT/pages/upgrade.adoc" })
    void installBothHalvesOfEachExtension(String file) throws IOException {
        Pattern artifact = Pattern.compile("(?:<artifactId>|io\\.quarkiverse\\.kvs:)quarkus-kvs(?:-([a-z]+))?\\b");
        Set<String> needed = new TreeSet<>();
        for (Path page : Stream.concat(pages().stream(), Stream.of(ROOT.resolve("README.md"))).toList()) {
            artifact.matcher(Files.readString(page)).results().map(named -> named.group(1) == null ? "" : "/" + named.group(1))
                    .filter(name -> !name.equals("/core")) // comes with each of the others
                    .map(name -> name.equals("/test") ? "runtime/testing" : "deployment" + name).forEach(needed::add);
        }
        assertThat(needed).contains("deployment", "deployment/dynamodb", "runtime/testing")
                .allSatisfy(module -> assertThat(ROOT.resolve(module).resolve("pom.xml")).exists());
        Matcher command = Pattern.compile("mvnw(?:\\.cmd)? install -Dquickly -pl \"?([^\\s\"]+)\"? -am")
                .matcher(Files.readString(ROOT.resolve(file)));
        assertThat(command.find()).isTrue();
        do {
            assertThat(command.group(1).split(",")).containsExactlyInAnyOrderElementsOf(needed);
        } while (command.find());
    }

    /** Neither of the commands for a fresh clone begins with a question about something else. */
    @Test
    void quarkusDoesNotAskForDataOnBuilds() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".mvn/maven.config"))).contains("-Dquarkus.analytics.disabled=true");
        assertThat(System.getProperty("quarkus.analytics.disabled")).as("as the build's plugins see it").isEqualTo("true");
    }

    /** The scripts for Windows and for all other systems get the same Maven, and the page of compatibility names it. */
    @Test
    void nameTheMavenThatIsFetched() throws IOException {
        Matcher wanted = Pattern.compile("(?m)^wanted=(.+)$").matcher(Files.readString(ROOT.resolve("mvnw")));
        assertThat(wanted.find()).isTrue();
        assertThat(Files.readString(ROOT.resolve("mvnw.cmd"))).contains("set \"wanted=" + wanted.group(1) + "\"");
        assertThat(Files.readString(PAGES.resolve("compatibility.adoc"))).contains("\n|" + wanted.group(1) + "\n");
    }

    /** No BOM of a user's has a version of AssertJ, so pages with tests name one: that of the tests here. */
    @Test
    void nameTheVersionOfAssertJ() throws IOException {
        String version = version("pom.xml", "assertj.version");
        List<String> named = new ArrayList<>();
        for (Path page : pages()) {
            Pattern.compile("assertj-core:([^`]+)`").matcher(Files.readString(page)).results()
                    .forEach(found -> named.add(found.group(1)));
        }
        assertThat(named).isNotEmpty().containsOnly(version);
    }

    @ParameterizedTest
    @ValueSource(strings = { "README.md", "docs/modules/ROOT/pages/index.adoc" })
    void sayInTheirFirstSentenceWhetherDataSurvivesARestart(String file) throws IOException {
        String text = Files.readString(ROOT.resolve(file)).replaceAll("(?m)^[:=#].*\n", "").strip();
        assertThat(text.split("\\.\\s", 2)[0]).containsSubsequence("gone when the process", "ends",
                "quarkus.kvs.persistence.append-only=true", "survives a restart");
    }

    /** Of dependencies in XML that are not ours, pages name the versions that the tests use. */
    @Test
    void nameTheVersionsOfOtherDependencies() throws IOException {
        Map<String, String> tested = Map.of("quarkus-amazon-dynamodb", version("pom.xml", "quarkus-amazon-services.version"),
                "url-connection-client", version("pom.xml", "awssdk.version"));
        Map<String, String> named = new HashMap<>();
        for (Path page : pages()) {
            Pattern.compile("<artifactId>(.+)</artifactId>\\s*<version>([^{<]+)</version>").matcher(Files.readString(page))
                    .results().filter(found -> !found.group(1).startsWith("quarkus-kvs"))
                    .forEach(found -> named.merge(found.group(1), found.group(2), (one, other) -> one + " and " + other));
        }
        assertThat(named).isEqualTo(tested);
    }

    @ParameterizedTest
    @ValueSource(strings = { "kvs.service", "Dockerfile" })
    void showTheFilesOfTheDistribution(String file) throws IOException {
        assertThat(Files.readString(PAGES.resolve("standalone.adoc")))
                .contains("----\n" + Files.readString(ROOT.resolve("runtime/standalone/src/main/distribution").resolve(file))
                        + "----\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void readWithoutIncludes(Path page) throws IOException {
        String text = Files.readString(page);
        assertThat(WITH_INCLUDES.matcher(text).replaceAll("")).doesNotContainPattern("(?m)^include::");
        assertThat(WITH_INCLUDES.matcher(text).results().count())
                .isEqualTo(WITHOUT_INCLUDES.matcher(text).results().count());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showPictures(Path page) throws IOException {
        String text = Files.readString(page);
        List<String> images = IMAGE.matcher(text).results().map(image -> image.group(1)).toList();
        assertThat(images).allSatisfy(image -> assertThat(MODULE.resolve("images").resolve(image)).exists());
        if (!images.isEmpty()) {
            // Directly below the title: an empty line ends the header.
            assertThat(text.substring(0, text.indexOf("\n\n"))).contains(IMAGES);
        }
    }

    /** Only to places that have a name: the names that are made of titles differ from one reader to the other. */
    @ParameterizedTest
    @MethodSource("pages")
    void linkToWhatIsThere(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(withoutListings(page)).results().toList()) {
            String[] target = link.group(1) == null ? new String[] { "", link.group(2) } : link.group(1).split("#", 2);
            Path file = target[0].isEmpty() ? page : PAGES.resolve(target[0]);
            assertThat(file).as("%s: %s", page, link.group()).exists();
            if (target.length > 1) {
                assertThat(anchors(file)).as("%s: %s", page, link.group()).contains(target[1]);
            }
        }
    }

    /** Phrases that readers stumbled over, on pages and in the generated reference. "Returns" and "gets an error" are plain. */
    @ParameterizedTest
    @ValueSource(strings = { "[Ff]or ever", "told so", "tells of", "Answers (the|a|all)", "tell a password", "tell no name",
            "[Tt]urns to another", "is to be used instead", "no member of a cluster", "(is|are) told", "tells the",
            "[Ss]hall" })
    void doNotSay(String phrase) throws IOException {
        try (Stream<Path> reference = Files.list(PAGES.resolve("includes"))) {
            List<Path> files = Stream.of(Stream.of(ROOT.resolve("README.md")), pages().stream(), reference)
                    .flatMap(each -> each).toList();
            Pattern said = Pattern.compile("\\b" + phrase.replace(" ", "\\s+") + "\\b");
            for (Path file : files) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(said);
            }
        }
    }

    @Test
    void areAllInTheNavigation() throws IOException {
        Set<String> linked = LINK.matcher(Files.readString(MODULE.resolve("nav.adoc"))).results().map(link -> link.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(linked).containsExactlyElementsOf(pages().stream().map(page -> page.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("markdown")
    void markdownLinksToWhatIsThere(String name) throws IOException {
        List<String> targets = MARKDOWN_LINK.matcher(Files.readString(ROOT.resolve(name))).results()
                .map(link -> link.group(1)).filter(target -> !target.startsWith("http")).toList();
        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(ROOT.resolve(target)).exists());
    }

    static List<String> markdown() {
        return Arrays.asList("README.md", "CONTRIBUTING.md");
    }

    private static Set<String> anchors(Path page) throws IOException {
        return ANCHOR.matcher(withoutListings(page)).results()
                .map(anchor -> anchor.group(1) == null ? anchor.group(2) : anchor.group(1)).collect(Collectors.toSet());
    }

    private static String withoutListings(Path page) throws IOException {
        return LISTING.matcher(Files.readString(page)).replaceAll("");
    }
}
