package io.quarkiverse.kvs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.docs.DocsPage;
import io.quarkus.test.junit.QuarkusTest;

/** What the page of scripts shows, in use. */
@QuarkusTest
class ScriptsPageTest {

    private static final DocsPage PAGE = DocsPage.named("scripts.adoc");
    private static final Pattern TEXT_BLOCK = Pattern.compile("store\\.eval\\(\"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern LIBRARY = Pattern.compile("----\n(#!lua .*?)----\n", Pattern.DOTALL);

    @Inject
    KeyValueStore store;

    @Inject
    Stock stock;

    @BeforeEach
    void fill() {
        store.clear();
        store.set("stock:tea", "3");
    }

    @Test
    void showsTheBeanThatIsUsedHere() {
        assertThat(PAGE.shows(Path.of("src/test/java/io/quarkiverse/kvs/it/Stock.java"))).isTrue();
        assertThat(stock.take("stock:tea", 2)).hasValue(1);
        assertThat(stock.take("stock:tea", 2)).isEmpty();
    }

    @Test
    void showsTheScriptOfThatBean() throws IOException {
        assertThat(shown(TEXT_BLOCK).stripIndent())
                .isEqualTo(Files.readString(Path.of("src/test/resources/scripts/take.lua")));
    }

    @Test
    void showsALibrary() {
        store.execute("FUNCTION", "LOAD", "REPLACE", shown(LIBRARY));
        assertThat(store.call("take", List.of("stock:tea"), "2").asLong()).isEqualTo(1);
        assertThat(store.call("take", List.of("stock:tea"), "2").isNil()).isTrue();
        assertThat(store.call("left", List.of("stock:tea")).asLong()).isEqualTo(1);
    }

    private static String shown(Pattern part) {
        Matcher found = part.matcher(PAGE.text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
