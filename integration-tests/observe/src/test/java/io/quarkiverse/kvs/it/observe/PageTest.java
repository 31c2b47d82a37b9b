package io.quarkiverse.kvs.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.docs.DocsPage;
import io.quarkus.test.junit.QuarkusTest;

/** The page of the documentation shows this application, and every meter there is. */
@QuarkusTest
class PageTest {

    private static final Pattern ROW = Pattern.compile("^\\|`(kvs\\.[a-z.]+)`\\n\\|([a-z]*)\\n\\|([a-z]*)\\n\\|(.*)$",
            Pattern.MULTILINE);

    private static final DocsPage PAGE = DocsPage.named("observe.adoc");

    @Inject
    MeterRegistry registry;

    @Inject
    KeyValueStore store;

    @ParameterizedTest
    @ValueSource(strings = { "main/java/io/quarkiverse/kvs/it/observe/ScoresResource.java",
            "main/java/io/quarkiverse/kvs/it/observe/LatencyHistogram.java",
            "test/java/io/quarkiverse/kvs/it/observe/ScoresTest.java" })
    void showsWhatIsTested(String file) {
        assertThat(PAGE.shows(Path.of("src", file))).as(file).isTrue();
    }

    @Test
    void listsEveryMeterAndNoOther() {
        store.get("a");
        Set<String> meters = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith("kvs.")) {
                Set<String> tags = new TreeSet<>();
                id.getTags().stream().map(Tag::getKey).forEach(tags::add);
                String unit = id.getType() == Meter.Type.TIMER ? "seconds" : id.getBaseUnit() == null ? "" : id.getBaseUnit();
                meters.add(id.getName() + " " + id.getType().name().toLowerCase() + " " + unit + " " + tags);
            }
        }
        Set<String> documented = new TreeSet<>();
        for (Matcher row = ROW.matcher(PAGE.text()); row.find();) {
            Set<String> tags = new TreeSet<>();
            Matcher tag = Pattern.compile("`([a-z]+)`").matcher(row.group(4));
            while (tag.find()) {
                tags.add(tag.group(1));
            }
            documented.add(row.group(1) + " " + row.group(2) + " " + row.group(3) + " " + tags);
        }
        assertThat(documented).isNotEmpty().isEqualTo(meters);
    }
}
