package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that look at the Dev UI in a real browser. None of them leaves an error in its console. */
abstract class BrowserTest extends WithBrowser {

    @RegisterExtension
    static final SharedApplication APP = SharedApplication.get();

    static boolean isBrowserInstalled() {
        return Browser.isInstalled();
    }

    /** A part of the page can be read in both themes. */
    static void legible(String... part) {
        for (String theme : new String[] { "dark", "light" }) {
            browser.theme(theme);
            assertThat(Contrast.faintIn(browser, browser.find(part))).as("faint texts, " + theme).isEmpty();
        }
    }

    @AfterEach
    void leavePage() {
        List<String> errors = browser.errors();
        browser.leave();
        assertThat(errors).as("errors in the page").isEmpty();
    }
}
