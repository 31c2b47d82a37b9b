package io.quarkiverse.kvs.it.devui;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import io.quarkiverse.kvs.it.threads.Await;

/**
 * A headless Chromium that looks at the Dev UI.
 * <p>
 * Elements are found by a path of selectors, each of which is looked for inside the element before it; where an element has a
 * shadow tree, first in that.
 */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = installed("chromium", "chromium-browser", "google-chrome");
    private static final Path DRIVER = installed("chromedriver");
    /**
     * The frame of the Dev UI, which is Quarkus's, fetches this anew as soon as it is connected again, and goes without if the
     * application is not there yet: that is seldom, no fault of our pages, and nothing that a person sees.
     */
    private static final String FETCHED_BY_THE_FRAME = "devui-data.js?";

    private static final String FIND = """
            let element = document;
            for (const selector of arguments[0]) {
                element = element.shadowRoot?.querySelector(selector) ?? element.querySelector(selector);
                if (!element) {
                    return null;
                }
            }
            return element.checkVisibility({ visibilityProperty: true }) ? element : null;
            """;
    /** What a person sees of an element, shadow trees and slots included. */
    private static final String TEXT = """
            function text(node) {
                if (node.nodeType === Node.TEXT_NODE) {
                    return node.data;
                }
                if (node.tagName === 'SLOT') {
                    const assigned = node.assignedNodes();
                    return (assigned.length ? assigned : [...node.childNodes]).map(text).join('');
                }
                if (node.nodeType !== Node.ELEMENT_NODE || ['STYLE', 'SCRIPT'].includes(node.tagName)
                        || !node.checkVisibility({ visibilityProperty: true })) {
                    return '';
                }
                if (['INPUT', 'TEXTAREA'].includes(node.tagName)) {
                    return node.value;
                }
                return ' ' + [...(node.shadowRoot ?? node).childNodes].map(text).join('') + ' ';
            }
            return text(arguments[0]).replace(/\\s+/g, ' ').trim();
            """;

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--force-device-scale-factor=1", "--lang=en", "--window-size=1440,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort()
                .build(), options);
        driver.manage().window().setSize(new Dimension(1440, 900));
        driver.manage().timeouts().scriptTimeout(Await.PATIENCE);
    }

    static boolean isInstalled() {
        return CHROMIUM != null && DRIVER != null;
    }

    private static Path installed(String... names) {
        List<Path> folders = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of).toList();
        return Stream.of(names).flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst().orElse(null);
    }

    /** Opens a page of the Dev UI. */
    void open(String page) {
        driver.get("http://localhost:" + DevMode.HTTP_PORT + "/q/dev-ui/" + page);
    }

    /** Opens a page that is on the disk. */
    void open(Path file) {
        driver.get(file.toUri().toString());
    }

    /** Looks again at the page that is open. */
    void refresh() {
        driver.navigate().refresh();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the body of an asynchronous function returns. */
    String answer(String body, Object... arguments) {
        return (String) driver.executeAsyncScript("const done = arguments[arguments.length - 1]; (async function() {" + body
                + "}).apply(null, arguments).then(done, failure => done(String(failure)));", arguments);
    }

    /** Shows the Dev UI in the theme {@code light} or {@code dark}. */
    void theme(String name) {
        script("const name = arguments[0]; return import('theme-state').then(theme => theme.themeState.changeTo(name))", name);
    }

    /** Waits until an element is there to be seen. */
    WebElement find(String... path) {
        return until(String.join(" > ", path), () -> (WebElement) script(FIND, (Object) path));
    }

    boolean isThere(String... path) {
        return script(FIND, (Object) path) != null;
    }

    void click(String... path) {
        until("click on " + String.join(" > ", path), () -> {
            WebElement element = find(path);
            script("arguments[0].scrollIntoView({ block: 'nearest' })", element);
            element.click();
            return true;
        });
    }

    /** Clicks on what a script finds in an element, which is its first argument. */
    void clickFound(String script, String[] path, Object... arguments) {
        until("click on what " + script + " finds", () -> {
            List<Object> all = new ArrayList<>(List.of(find(path)));
            all.addAll(List.of(arguments));
            WebElement found = (WebElement) script(script, all.toArray());
            if (found == null) {
                return null;
            }
            found.click();
            return true;
        });
    }

    /** Types into a field, which is cleared before; once more if a dialog that was just opened took the focus meanwhile. */
    void type(String text, String... path) {
        until("typing into " + String.join(" > ", path), () -> {
            WebElement field = find(path);
            field.clear();
            field.sendKeys(text);
            return text.equals(field.getDomProperty("value")) ? true : null;
        });
    }

    String text(String... path) {
        return (String) script(TEXT, find(path));
    }

    /** Waits until an element shows a text. */
    String textWith(String expected, String... path) {
        String[] last = { "" };
        try {
            return until("", () -> {
                last[0] = text(path);
                return last[0].contains(expected) ? last[0] : null;
            });
        } catch (AssertionError e) {
            throw new AssertionError("«" + expected + "» is not to be seen in " + String.join(" > ", path) + ": " + last[0], e);
        }
    }

    /** Waits until something is not null. */
    <T> T until(String what, Supplier<T> condition) {
        long end = System.nanoTime() + Await.PATIENCE.toNanos();
        WebDriverException last = null;
        while (System.nanoTime() < end) {
            try {
                T result = condition.get();
                if (result != null) {
                    return result;
                }
            } catch (WebDriverException e) {
                // The page is being rendered anew.
                last = e;
            }
            pause(50);
        }
        throw new AssertionError("not to be seen: " + what, last);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The element that has the focus, also within shadow trees. */
    WebElement focused() {
        return (WebElement) script("""
                let element = document.activeElement;
                while (element?.shadowRoot?.activeElement) {
                    element = element.shadowRoot.activeElement;
                }
                return element;
                """);
    }

    /** What went wrong in our pages, as the browser's console tells, since this was last asked. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue())
                .map(LogEntry::getMessage).filter(message -> message.contains("Uncaught") || message.contains("kvs"))
                .filter(message -> !message.contains(FETCHED_BY_THE_FRAME))
                // The icon of the extension comes from its repository, which a machine of tests may not reach.
                .filter(message -> !message.startsWith("https://")).toList();
    }

    /** Leaves the page, so that it does not ask for an application that is going. */
    void leave() {
        driver.get("about:blank");
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** As {@link #size}, also for the widths of phones, to which no window shrinks. */
    void viewport(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void screenshot(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** The dialog that asks before something is lost is open: Enter, pressed by mistake, is to cancel. */
    void awaitCancelFocused() {
        until("Cancel has the focus", () -> "cancel-button".equals(focused().getDomAttribute("slot")) ? true : null);
    }
}
