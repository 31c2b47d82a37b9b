package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The site of the documentation as a browser shows it, narrow and wide, light and dark. */
@EnabledIf(value = "isThere", disabledReason = "the site is not built (./mvnw -pl docs -Dsite package), or there is no chromium")
class SiteTest extends WithBrowser {

    private static final Path PAGES = Path.of("../../docs/target/site/quarkus-kvs/dev").toAbsolutePath().normalize();
    private static final int NARROW = 400;
    private static final int WIDE = 1440;

    static boolean isThere() {
        return Browser.isInstalled() && Files.isDirectory(PAGES);
    }

    @Test
    void everyPageFitsAndIsLegible() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.list(PAGES)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
        }
        assertThat(pages).hasSizeGreaterThan(20);
        for (Path page : pages) {
            browser.open(page);
            for (int width : new int[] { NARROW, WIDE }) {
                browser.viewport(width, 900);
                assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                        .as("width of %s at %d", page.getFileName(), width).isLessThanOrEqualTo(width);
            }
            for (String theme : new String[] { "dark", "light" }) {
                browser.script("document.documentElement.dataset.theme = arguments[0]", theme);
                assertThat(Contrast.faintIn(browser, browser.find("body"))).as("faint in %s, %s", page.getFileName(), theme)
                        .isEmpty();
            }
        }
    }

    @Test
    void searchAndContentsLeadToSections() {
        browser.open(PAGES.resolve("persistence.html"));
        browser.viewport(WIDE, 900);
        assertThat((Long) browser
                .script("""
                        return [...document.querySelectorAll('aside a')].filter(link => document.getElementById(link.hash.slice(1))).length
                        """))
                .as("contents").isGreaterThan(3);
        browser.find("#search-input").sendKeys("snapshot");
        browser.textWith("snapshot", ".search-result-item");
        browser.click(".search-result-item a");
        browser.until("another place",
                () -> browser.script("return location.hash || !location.href.endsWith('persistence.html')")
                        .equals(false) ? null : true);
        browser.viewport(NARROW, 900);
        browser.click("#menu");
        assertThat(browser.script("""
                const { top, bottom } = arguments[0].getBoundingClientRect();
                return top + ' to ' + bottom;
                """, browser.find("#pages"))).as("the list of pages is below the header, and scrolls").isEqualTo("56 to 900");
        browser.click("#pages a[href='faq.html']");
        browser.textWith("FAQ", "h1");
    }
}
