package io.quarkiverse.kvs.it.devui;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.quarkiverse.kvs.it.client.RespClient;

/** Takes the pictures of the documentation, when asked to: see CONTRIBUTING. */
@EnabledIfSystemProperty(named = "kvs.devui.pictures", matches = ".+", disabledReason = "pictures are taken when asked for")
@EnabledIf(value = "isBrowserInstalled", disabledReason = "chromium and chromedriver are not installed")
class PicturesTest {

    private static final Path FOLDER = Path.of(System.getProperty("kvs.devui.pictures", ""));
    private static final String[] NAMES = { "checkout", "catalog", "recommendations", "reports" };

    @RegisterExtension
    static final SharedApplication APP = SharedApplication.get();

    private final AtomicBoolean done = new AtomicBoolean();

    static boolean isBrowserInstalled() {
        return Browser.isInstalled();
    }

    @Test
    void pagesAreTaken() {
        ExecutorService clients = Executors.newCachedThreadPool();
        try (RespClient redis = RespClient.ofText(DevMode.port());
                JsonRpcClient rpc = new JsonRpcClient();
                Browser browser = new Browser()) {
            ShopData.fill(redis);
            ShopTables.fill(rpc);
            redis.call("CLIENT", "SETNAME", "admin");
            int port = DevMode.port();
            for (String name : NAMES) {
                clients.execute(() -> work(port, name));
            }
            clients.execute(() -> waits(port, "mailer", "BLPOP", "queue:mails", "0"));
            clients.execute(() -> waits(port, "dashboard", "SUBSCRIBE", "orders", "payments"));
            for (String theme : new String[] { "light", "dark" }) {
                cards(browser, theme);
                keys(browser, theme);
                console(browser, theme);
                page(browser, theme, "connections", 1280, 600, 3_000);
                page(browser, theme, "statistics", 1280, 1120, theme.equals("light") ? 75_000 : 5_000);
                log(browser, theme);
                tables(browser, theme);
            }
        } finally {
            done.set(true);
            clients.shutdown();
        }
    }

    private static void open(Browser browser, String theme, String page, int width, int height) {
        open(browser, theme, "quarkus-kvs/" + page, "qwc-kvs-" + page, width, height);
    }

    private static void open(Browser browser, String theme, String path, String element, int width, int height) {
        browser.size(width, height);
        browser.open(path);
        browser.find(element);
        browser.theme(theme);
        Browser.pause(1_500);
    }

    private static void page(Browser browser, String theme, String page, int width, int height, long wait) {
        open(browser, theme, page, width, height);
        Browser.pause(wait);
        take(browser, theme, page);
    }

    private static void cards(Browser browser, String theme) {
        open(browser, theme, "extensions", "qwc-extensions", 1280, 700);
        WebElement field = browser.find("qwc-extensions", "vaadin-text-field input");
        field.sendKeys("key/value");
        browser.textWith("DynamoDB", "qwc-extensions");
        Browser.pause(1_000);
        take(browser, theme, "cards");
    }

    private static void keys(Browser browser, String theme) {
        open(browser, theme, "keys", 1280, 900);
        take(browser, theme, "keys-none-selected");
        for (String key : new String[] { "queue:orders", "leaderboard:coffee", "tags:product:1", "active:today",
                "session:7f3a91", "user:1001" }) {
            browser.find("qwc-kvs-keys", ".pattern", "input").sendKeys(Keys.chord(Keys.CONTROL, "a"), key, Keys.ENTER);
            browser.clickFound(
                    """
                            return [...arguments[0].shadowRoot.querySelectorAll('vaadin-grid .key')].find(cell => cell.innerText === arguments[1])
                            """,
                    new String[] { "qwc-kvs-keys" }, key);
            browser.textWith(key, "qwc-kvs-keys", "qwc-kvs-value");
            if (key.equals("user:1001")) {
                browser.find("qwc-kvs-keys", ".pattern", "input").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE,
                        Keys.ENTER);
                Browser.pause(1_000);
                browser.script("""
                        const grid = arguments[0];
                        grid.scrollToIndex(grid.items.findIndex(item => item.key === 'user:1001') - 8);
                        arguments[1].blur();
                        """, browser.find("qwc-kvs-keys", "vaadin-grid"), browser.find("qwc-kvs-keys", ".pattern", "input"));
            }
            Browser.pause(1_000);
            take(browser, theme, key.equals("user:1001") ? "keys" : "keys-" + key.replace(':', '-'));
        }
        browser.click("qwc-kvs-keys", "qwc-kvs-value", ".edit");
        Browser.pause(1_000);
        take(browser, theme, "keys-edit");
        browser.click("qwc-kvs-keys", "qwc-kvs-value", ".editDialog vaadin-button[theme=tertiary]");
        Browser.pause(1_000);
        browser.click("qwc-kvs-keys", "qwc-kvs-value", ".delete");
        Browser.pause(1_000);
        take(browser, theme, "keys-delete");
    }

    private static void console(Browser browser, String theme) {
        open(browser, theme, "console", 1280, 900);
        for (String command : new String[] { "HGETALL user:1001", "ZRANGE leaderboard:coffee 0 2 REV WITHSCORES",
                "SET greeting \"hello world\" EX 60", "LPOP greeting" }) {
            browser.find("qwc-kvs-console", "input").sendKeys(command, Keys.ENTER);
            browser.until(command, () -> browser.text("qwc-kvs-console", ".line input").isEmpty() ? true : null);
        }
        browser.find("qwc-kvs-console", "input").sendKeys("GE");
        Browser.pause(500);
        take(browser, theme, "console");
        browser.find("qwc-kvs-console", "input").sendKeys(Keys.ESCAPE);
    }

    private static void log(Browser browser, String theme) {
        open(browser, theme, "keys", 1280, 900);
        browser.click("qwc-footer", ".openIcon");
        browser.clickFound("""
                return [...arguments[0].shadowRoot.querySelectorAll('vaadin-tab')].find(tab => tab.innerText.includes('KVS'))
                """, new String[] { "qwc-footer" });
        Browser.pause(3_000);
        take(browser, theme, "log");
        browser.click("qwc-footer", ".openIcon");
    }

    private static void tables(Browser browser, String theme) {
        String tables = "qwc-kvs-dynamodb-tables";
        open(browser, theme, "quarkus-kvs-dynamodb/tables", tables, 1280, 860);
        browser.clickFound("""
                return [...arguments[0].querySelectorAll('vaadin-grid-cell-content')]
                    .find(cell => cell.innerText.includes('"state":"sent"'))
                """, new String[] { tables, "vaadin-grid" });
        browser.textWith("sent", tables, ".item");
        Browser.pause(1_000);
        take(browser, theme, "dynamodb-items");
        for (String view : new String[] { "schema", "stream" }) {
            browser.script("arguments[0].value = arguments[1]", browser.find(tables, ".view"), view);
            browser.find(tables, view.equals("schema") ? ".schema" : ".records");
            Browser.pause(1_000);
            take(browser, theme, "dynamodb-" + view);
        }
    }

    private static void take(Browser browser, String theme, String name) {
        // What the Dev UI tells about something else, such as a registry of extensions that it cannot reach.
        browser.script(
                "document.querySelectorAll('vaadin-notification, vaadin-notification-container').forEach(each => each.remove())");
        browser.screenshot(FOLDER.resolve("dev-ui-" + name + (theme.equals("light") ? "" : "-dark") + ".png"));
    }

    /** Works as a client of a shop would, faster and slower. */
    private void work(int port, String name) {
        try (RespClient redis = RespClient.ofText(port)) {
            redis.call("CLIENT", "SETNAME", name);
            redis.call("CLIENT", "SETINFO", "LIB-NAME", "jedis");
            redis.call("CLIENT", "SETINFO", "LIB-VER", "7.0.0");
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int i = 0; !done.get(); i++) {
                redis.call("HGET", "user:" + (1001 + random.nextInt(9)), "email");
                redis.call("GET", "cache:page:/products/" + (1 + random.nextInt(6)));
                redis.call("INCR", "visits");
                if (i % 3 == 0) {
                    redis.call("ZINCRBY", "leaderboard:coffee", "0.5", "ada");
                    redis.call("EXPIRE", "session:7f3a91", "1800");
                }
                Browser.pause((long) (8 + 7 * Math.sin(System.currentTimeMillis() / 9_000.0) + random.nextInt(6)));
            }
        }
    }

    private void waits(int port, String name, String... command) {
        try (RespClient redis = RespClient.ofText(port)) {
            redis.call("CLIENT", "SETNAME", name);
            redis.send(command);
            while (!done.get()) {
                Browser.pause(200);
            }
        }
    }
}
