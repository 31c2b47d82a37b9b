package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.quarkiverse.kvs.it.client.RespClient;

/** What a person sees and does in the Dev UI, in a real browser. */
@EnabledIf(value = "isBrowserInstalled", disabledReason = "chromium and chromedriver are not installed")
class DevUiTest extends BrowserTest {

    private static final String KEYS = "qwc-kvs-keys";
    private static final String VALUE = "qwc-kvs-value";
    private static final String CONSOLE = "qwc-kvs-console";
    private static final String CONNECTIONS = "qwc-kvs-connections";
    private static final String STATISTICS = "qwc-kvs-statistics";
    private static final String[] LOG = { "qwc-footer", "qwc-kvs-command-log" };

    /** The texts that are cut, among those that a selector finds within the shadow tree of an element. */
    private static final String CUT = """
            return [...arguments[0].shadowRoot.querySelectorAll(arguments[1])].filter(cell => cell.scrollWidth > cell.clientWidth)
                .map(cell => cell.innerText).join();
            """;

    /** The labels of the axis of bytes for these most bytes. */
    private static final String LABELS = """
            const [page, most] = arguments;
            const chart = [...page.shadowRoot.querySelectorAll('qwc-kvs-chart')].find(each => each.binary);
            chart.series = [{ name: 'memory', color: 'gray', points: [[1e12, 0], [1e12 + 1000, most]] }];
            await chart.updateComplete;
            return [...chart.shadowRoot.querySelectorAll('svg text')].map(text => text.textContent).filter(text => text.endsWith('B')).join();
            """;

    private RespClient redis;

    @BeforeEach
    void connect() {
        redis = RespClient.ofText(DevMode.port());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void theCardLeadsToThePages() {
        redis.call("SET", "one", "1");
        browser.open("extensions");
        String card = browser.textWith("Key/Value Server", "qwc-extensions");
        assertThat(card).contains("Keys", "Console", "Connections", "Statistics");
        browser.open("quarkus-kvs/keys");
        browser.textWith("one", KEYS);
    }

    @Test
    void theCardsHaveALogoInBothThemes() {
        browser.open("extensions");
        browser.textWith("Key/Value Server", "qwc-extensions");
        for (String theme : new String[] { "light", "dark" }) {
            browser.theme(theme);
            for (String extension : new String[] { "quarkus-kvs", "quarkus-kvs-dynamodb" }) {
                String src = browser.until("the logo of " + extension + " is painted",
                        () -> (String) browser.script(
                                """
                                        const logo = arguments[0].shadowRoot.querySelector('[namespace="' + arguments[1] + '"] img');
                                        return logo?.checkVisibility() && logo.naturalWidth > 0 && logo.src.includes(arguments[2]) ? logo.src : null;
                                        """,
                                browser.find("qwc-extensions"), extension, theme));
                assertThat(src).endsWith("/q/dev-ui/quarkus-kvs/kvs-logo-" + theme + ".png");
            }
        }
    }

    @Test
    void keysAreListedSearchedAndChanged() {
        browser.open("quarkus-kvs/keys");
        browser.textWith("There are no keys in database 0 yet.", KEYS);
        ShopData.fill(redis);
        browser.click(KEYS, ".refresh");

        String all = browser.textWith("leaderboard:coffee", KEYS, "vaadin-grid");
        assertThat(all).contains("Type", "Key", "Length", "Memory", "Expires in", "string", "list", "sorted set",
                "active:today", "never");
        search("session");
        browser.textWith("Page 1: 8 of", KEYS, ".pager");
        assertThat(browser.text(KEYS, "vaadin-grid")).doesNotContain("user:1001");
        search("nothing like this");
        browser.textWith("matches.", KEYS, ".list");

        // A value of each type
        select("user:1001", "ada@example.org", "Zürich", "5 fields");
        select("queue:orders", "Espresso machine", "8 elements");
        select("tags:product:1", "coffee", "espresso");
        select("leaderboard:coffee", "grace", "383");
        select("visits", "41", "encoding int");

        // Scores are shown whole, whatever the members are
        redis.call("ZADD", "scores", "-1.7976931348623157e308", "low", "0.30000000000000004", "a member ".repeat(20));
        select("scores", "-1.7976931348623157e+308", "0.30000000000000004");
        assertThat(browser.script(CUT, browser.find(KEYS, VALUE), "td.cell + td.cell")).isEqualTo("");

        // A string
        select("visits", "41");
        browser.type("1000", KEYS, VALUE, "vaadin-text-area", "textarea");
        browser.click(KEYS, VALUE, ".save");
        stored("1000", "GET", "visits");

        // A field of a hash, which is then deleted
        select("user:1001", "ada@example.org");
        browser.clickFound("""
                return [...arguments[0].shadowRoot.querySelectorAll('tr')].find(row => row.innerText.startsWith('email'))
                    ?.querySelector('.edit')
                """, new String[] { KEYS, VALUE });
        browser.type("ada@lovelace.example", KEYS, VALUE, ".editDialog .editValue", "textarea");
        browser.click(KEYS, VALUE, ".editDialog .apply");
        stored("ada@lovelace.example", "HGET", "user:1001", "email");

        browser.click(KEYS, VALUE, ".add");
        browser.type("shoe size", KEYS, VALUE, ".editDialog .editName", "input");
        browser.type("38\\x00", KEYS, VALUE, ".editDialog .editValue", "textarea");
        browser.click(KEYS, VALUE, ".editDialog .apply");
        stored("38\0", "HGET", "user:1001", "shoe size");

        // A time to live
        browser.click(KEYS, VALUE, ".expire");
        browser.type("3600", KEYS, VALUE, ".editDialog .editName", "input");
        browser.click(KEYS, VALUE, ".editDialog .apply");
        browser.textWith("expires in 1h", KEYS, VALUE);
        assertThat(redis.integer("TTL", "user:1001")).isBetween(3500L, 3600L);

        // A mistake is told
        select("leaderboard:coffee", "grace");
        browser.click(KEYS, VALUE, ".edit");
        browser.type("many", KEYS, VALUE, ".editDialog .editValue", "input");
        browser.click(KEYS, VALUE, ".editDialog .apply");
        browser.textWith("ERR value is not a valid float", "vaadin-notification-container");
        browser.click(KEYS, VALUE, ".editDialog vaadin-button[theme=tertiary]");

        // Not deleted unless that is confirmed
        select("queue:orders", "Espresso machine");
        browser.click(KEYS, VALUE, ".delete");
        browser.awaitCancelFocused();
        browser.click(KEYS, VALUE, ".confirmDialog [slot=cancel-button]");
        assertThat(redis.integer("EXISTS", "queue:orders")).isEqualTo(1L);
        browser.until("the dialog is gone",
                () -> browser.isThere(KEYS, VALUE, ".confirmDialog [slot=confirm-button]") ? null : true);
        browser.click(KEYS, VALUE, ".delete");
        browser.click(KEYS, VALUE, ".confirmDialog [slot=confirm-button]");
        stored("0", "EXISTS", "queue:orders");
        browser.textWith("Select a key", KEYS, VALUE);

        // A new key, and one whose name is not to be taken for HTML
        browser.click(KEYS, ".new");
        browser.type("<b>bold</b>", KEYS, ".newKey .newName", "input");
        browser.type("new", KEYS, ".newKey .newValue", "textarea");
        browser.type("3600", KEYS, ".newKey .newSeconds", "input");
        browser.click(KEYS, ".newKey .create");
        stored("new", "GET", "<b>bold</b>");
        browser.until("a time to live", () -> redis.integer("TTL", "<b>bold</b>") > 3500 ? true : null);
        browser.textWith("Created <b>bold</b>.", "vaadin-notification-container");
    }

    @Test
    void manyKeysComeInPages() {
        for (int i = 0; i < 120; i++) {
            redis.call("SET", "key:" + i, "x");
        }
        redis.call("SELECT", "2");
        redis.call("SET", "elsewhere", "x");
        browser.open("quarkus-kvs/keys");
        browser.textWith("Page 1: 5", KEYS, ".pager");
        String first = browser.text(KEYS, "vaadin-grid");
        browser.click(KEYS, ".next");
        browser.textWith("Page 2: 5", KEYS, ".pager");
        assertThat(browser.text(KEYS, "vaadin-grid")).isNotEqualTo(first);
        browser.click(KEYS, ".previous");
        browser.textWith("Page 1: 5", KEYS, ".pager");

        browser.click(KEYS, ".database");
        browser.clickFound("""
                return [...arguments[0].shadowRoot.querySelectorAll('.database vaadin-select-item')]
                    .find(item => item.innerText.startsWith('db2 '))
                """, new String[] { KEYS });
        browser.textWith("elsewhere", KEYS, "vaadin-grid");

        browser.click(KEYS, ".flush");
        browser.awaitCancelFocused();
        // Enter does not delete, and neither does the button as long as the name is not typed.
        browser.focused().sendKeys(Keys.ENTER);
        browser.until("the dialog is gone", () -> browser.isThere(KEYS, ".flushDialog [slot=confirm-button]") ? null : true);
        assertThat(redis.integer("DBSIZE")).isEqualTo(1L);
        browser.click(KEYS, ".flush");
        assertThat(browser.find(KEYS, ".flushDialog [slot=confirm-button]").getDomAttribute("disabled")).isNotNull();
        browser.awaitCancelFocused();
        browser.type("db2", KEYS, ".flushDialog .confirmName", "input");
        browser.click(KEYS, ".flushDialog [slot=confirm-button]");
        browser.textWith("There are no keys in database 2 yet.", KEYS);
        assertThat(redis.integer("DBSIZE")).isEqualTo(0L);
        redis.call("SELECT", "0");
        assertThat(redis.integer("DBSIZE")).isEqualTo(120L);
    }

    /**
     * The console's commands make a message of several frames, which no other answer may come between. (A line of Quarkus's log
     * may, once in a while.)
     */
    @Test
    void manyCallsAtOnceAreAllAnswered() {
        browser.open("quarkus-kvs/console");
        browser.textWith("Sets the value of a key, whatever", CONSOLE, ".reference");
        assertThat(browser.answer("""
                const { JsonRpc } = await import('jsonrpc');
                const { call } = await import('/q/dev-ui/quarkus-kvs/kvs-api.js');
                let lost = 0;
                const connect = JsonRpc.connect;
                JsonRpc.connect = () => {
                    lost++;
                    connect();
                };
                const calls = [];
                for (let i = 0; i < 50; i++) {
                    calls.push(call('commands'), call('serverStatus'));
                }
                const answers = await Promise.all(calls);
                return answers.filter((answer, i) => i % 2 ? answer.state === 'LISTENING' : answer.length > 200).length + ' '
                        + (lost < 2 ? 'connection kept' : lost + ' connections lost');
                """)).isEqualTo("100 connection kept");
    }

    @Test
    void aCallWhoseAnswerIsLostIsMadeAgainUnlessItChangesSomething() {
        browser.open("quarkus-kvs/console");
        browser.textWith("Sets the value of a key, whatever", CONSOLE, ".reference");
        String closeTheConnectionAfter = """
                const { JsonRpc } = await import('jsonrpc');
                const { call, change } = await import('/q/dev-ui/quarkus-kvs/kvs-api.js');
                const send = JsonRpc.sendJsonRPCMessage;
                JsonRpc.sendJsonRPCMessage = (message, ...more) => {
                    send(message, ...more);
                    if (JSON.parse(message).method === 'quarkus-kvs_%s') {
                        JsonRpc.sendJsonRPCMessage = send;
                        JsonRpc.webSocket.close();
                    }
                };
                const connection = JsonRpc.webSocket;
                """;
        assertThat(browser.answer(closeTheConnectionAfter.formatted("databases")
                + "return (await call('databases')).length + ' ' + (JsonRpc.webSocket === connection);")).isEqualTo("16 false");
        assertThat(browser.answer(closeTheConnectionAfter.formatted("execute")
                + "return change('execute', { database: 0, command: 'INCR counter' }).then(() => 'done', e => e.message);"))
                .isEqualTo("The application did not respond. The change may or may not have been made.");
        enter("GET counter");
        browser.textWith("\"1\"", CONSOLE, ".transcript");
    }

    @Test
    void theConsoleRunsCommandsAndHelps() {
        browser.open("quarkus-kvs/console");
        browser.textWith("Type a command below.", CONSOLE);
        browser.textWith("Sets the value of a key, whatever", CONSOLE, ".reference");
        enter("SET greeting \"hello world\"");
        browser.textWith("OK", CONSOLE, ".transcript");
        assertThat(redis.call("GET", "greeting")).isEqualTo("hello world");

        browser.find(CONSOLE, "input").sendKeys("getr");
        browser.textWith("GETRANGE", CONSOLE, ".suggestions");
        browser.find(CONSOLE, "input").sendKeys(Keys.TAB);
        browser.textWith("GETRANGE key start end", CONSOLE, ".hint");
        browser.find(CONSOLE, "input").sendKeys("greeting 0 4", Keys.ENTER);
        browser.textWith("\"hello\"", CONSOLE, ".transcript");

        // Behind options, too, Tab leads nowhere else.
        browser.find(CONSOLE, "input").sendKeys("SET greeting hello", Keys.TAB, " EX 60");
        assertThat(browser.text(CONSOLE, ".line input")).isEqualTo("SET greeting hello EX 60");
        browser.find(CONSOLE, "input").sendKeys(Keys.ESCAPE);

        enter("LPOP greeting");
        browser.textWith("(error) WRONGTYPE", CONSOLE, ".transcript");
        enter("SELECT 5");
        browser.textWith("db5>", CONSOLE, ".line");
        enter("SELECT 0");
        browser.textWith("db0>", CONSOLE, ".line");

        enter("FLUSHALL");
        browser.textWith("Deletes the keys of all databases.", CONSOLE, "vaadin-confirm-dialog");
        assertThat(redis.integer("DBSIZE")).isEqualTo(1L);
        browser.awaitCancelFocused();
        browser.type("FLUSHALL", CONSOLE, "vaadin-confirm-dialog .confirmName", "input");
        browser.click(CONSOLE, "vaadin-confirm-dialog [slot=confirm-button]");
        stored("0", "DBSIZE");

        enter("CONFIG SET requirepass swordfish");
        browser.textWith("(redacted)", CONSOLE, ".transcript");
        enter("CONFIG GET requirepass");
        browser.textWith("\"requirepass\" => (redacted)", CONSOLE, ".transcript");
        assertThat(browser.text(CONSOLE)).doesNotContain("swordfish");
        enter("CONFIG SET requirepass ''");
        browser.find(CONSOLE, "input").sendKeys(Keys.ARROW_UP);
        assertThat(browser.text(CONSOLE, ".line")).as("the history").contains("CONFIG GET requirepass");
        legible(CONSOLE);
    }

    @Test
    void connectionsAndStatisticsAreLive() {
        redis.call("CLIENT", "SETNAME", "recommendations");
        redis.send("BLPOP", "queue", "0");
        browser.open("quarkus-kvs/connections");
        String seen = browser.textWith("waits in BLPOP", CONNECTIONS);
        assertThat(seen).contains("recommendations", "127.0.0.1:");
        assertThat(browser.script(CUT, browser.find(CONNECTIONS), "vaadin-grid-cell-content")).isEqualTo("");
        legible(CONNECTIONS);
        browser.click(CONNECTIONS, ".close");
        browser.click(CONNECTIONS, "vaadin-confirm-dialog [slot=confirm-button]");
        browser.textWith("No client is connected.", CONNECTIONS);

        try (RespClient other = RespClient.ofText(DevMode.port())) {
            browser.until("an active client", () -> {
                other.call("PING");
                return browser.text(CONNECTIONS).contains("active") ? true : null;
            });
            browser.open("quarkus-kvs/statistics");
            browser.find(STATISTICS, "qwc-kvs-chart", "#plot svg");
            browser.until("traffic", () -> {
                for (int i = 0; i < 50; i++) {
                    other.call("SET", "k", "v");
                    other.call("GET", "k");
                    other.call("GET", "missing");
                }
                return browser.text(STATISTICS, ".tiles").contains("Hit rate 50 %") ? true : null;
            });
            assertThat(browser.text(STATISTICS)).contains("Commands per second", "Hit rate", "Memory of data and clients",
                    "Time per command", "GET", "SET");
            Object plots = browser.script("""
                    return [...arguments[0].shadowRoot.querySelectorAll('qwc-kvs-chart')].map(chart =>
                        [...chart.shadowRoot.querySelectorAll('svg path')].filter(path => path.getAttribute('fill') === 'none'
                            && path.getBBox().width > 5).length)
                    """, browser.find(STATISTICS));
            assertThat((List<?>) plots).hasSize(4).allSatisfy(lines -> assertThat((Long) lines).isPositive());
            legible(STATISTICS);
            browser.click(STATISTICS, ".information vaadin-details-summary");
            browser.textWith("redis_version:7.0.15", STATISTICS);
            for (long most = 100; most < 1L << 40; most = most * 5 / 4) {
                assertThat(bytes(labels(most))).as("labels of the memory up to %d", most).satisfies(DevUiTest::areEvenSteps);
            }
        }
    }

    @Test
    void theFooterShowsCommandsAsTheyArriveAndPagesSurviveAReload() {
        APP.reload();
        redis.call("SET", "before", "1");
        browser.open("quarkus-kvs/keys");
        browser.textWith("before", KEYS, "vaadin-grid");
        openLog();
        browser.textWith("No command has arrived", LOG);
        // Only what arrives after the log's first request is shown: when that was cannot be seen.
        String shown = browser.until("the log shows commands", () -> {
            redis.call("SET", "a key", "a value");
            redis.error("AUTH", "swordfish");
            String log = browser.text(LOG);
            return log.contains("SET \"a key\"") && log.contains("AUTH") ? log : null;
        });
        assertThat(shown).contains("SET \"a key\" \"a value\"", "127.0.0.1:", "AUTH \"(redacted)\"")
                .doesNotContain("swordfish");
        legible(LOG);

        APP.reload();
        redis.call("SET", "after", "1");
        browser.until("the page is connected again", () -> {
            browser.click(KEYS, ".refresh");
            return browser.text(KEYS, "vaadin-grid").contains("after") ? true : null;
        });
        browser.until("the log goes on", () -> {
            redis.call("GET", "after");
            return browser.text(LOG).contains("GET \"after\"") ? true : null;
        });
    }

    @Test
    void aServerThatIsStoppedIsStartedAgain() {
        redis.call("SET", "kept", "1");
        redis.send("SHUTDOWN");
        for (String page : new String[] { "keys", "console", "connections", "statistics" }) {
            browser.open("quarkus-kvs/" + page);
            browser.textWith("The server is stopped", "qwc-kvs-" + page, "qwc-kvs-server");
        }
        browser.click(STATISTICS, "qwc-kvs-server", ".start");
        browser.until("the notice is gone", () -> browser.isThere(STATISTICS, "qwc-kvs-server", ".start") ? null : true);
        redis.close();
        redis = RespClient.ofText(DevMode.port());
        assertThat(redis.call("GET", "kept")).isEqualTo("1");
    }

    @Test
    void jsonIsShownFormattedAndStoredAsItWas() {
        redis.call("SET", "cart", "{\"id\":12345678901234567890,\"items\":[{\"sku\":\"a, b: {c}\"},{}],\"none\":[]}");
        redis.call("SET", "spaced", "[1, {\"a\": 2}]");
        redis.call("SET", "odd", "{ \"a\":1}");
        browser.open("quarkus-kvs/keys");
        select("odd", "{ \"a\":1}");
        select("spaced", "[ 1, { \"a\": 2 } ]");
        select("cart", "JSON, shown formatted");
        assertThat(browser.find(KEYS, VALUE, "vaadin-text-area", "textarea").getDomProperty("value")).isEqualTo("""
                {
                  "id": 12345678901234567890,
                  "items": [
                    {
                      "sku": "a, b: {c}"
                    },
                    {}
                  ],
                  "none": []
                }""");
        browser.find(KEYS, VALUE, "vaadin-text-area", "textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME),
                Keys.ARROW_RIGHT,
                "\"new\": 1,");
        browser.click(KEYS, VALUE, ".save");
        stored("{\"new\":1,\"id\":12345678901234567890,\"items\":[{\"sku\":\"a, b: {c}\"},{}],\"none\":[]}", "GET", "cart");
        browser.click(KEYS, VALUE, ".stored");
        browser.textWith("{\"new\":1,", KEYS, VALUE, "vaadin-text-area", "textarea");
    }

    /** Those of all types; other pages are looked at in their tests. */
    @Test
    void badgesHaveEnoughContrastInBothThemes() {
        redis.call("SET", "string", "1");
        redis.call("LPUSH", "list", "1");
        redis.call("SADD", "set", "1");
        redis.call("ZADD", "sorted", "1", "a");
        redis.call("HSET", "hash", "f", "v");
        redis.call("XADD", "events", "*", "f", "v");
        redis.call("OM.SET", "files", "a", "1");
        browser.open("quarkus-kvs/keys");
        browser.until("all badges", () -> browser.script("""
                return arguments[0].shadowRoot.querySelectorAll('vaadin-grid .type').length === 7 ? true : null
                """, browser.find(KEYS)));
        legible(KEYS);
        select("sorted", "1 member");
        legible(KEYS, VALUE);
    }

    private static List<String> labels(long most) {
        return List.of(browser.answer(LABELS, browser.find(STATISTICS), most).split(","));
    }

    private static List<Double> bytes(List<String> labels) {
        List<String> units = List.of("B", "KiB", "MiB", "GiB", "TiB");
        return labels.stream().map(label -> label.split(" "))
                .map(label -> Double.parseDouble(label[0]) * Math.pow(1024, units.indexOf(label[1]))).toList();
    }

    /** Three to five steps from zero on, each of the same power of two. */
    private static void areEvenSteps(List<? extends Double> labels) {
        double step = labels.get(1);
        assertThat(Math.log(step) / Math.log(2)).isCloseTo(Math.rint(Math.log(step) / Math.log(2)), offset(1e-9));
        assertThat(labels).hasSizeBetween(4, 6);
        for (int i = 0; i < labels.size(); i++) {
            assertThat(labels.get(i).doubleValue()).isEqualTo(i * step);
        }
    }

    private static void openLog() {
        browser.click("qwc-footer", ".openIcon");
        browser.clickFound("""
                return [...arguments[0].shadowRoot.querySelectorAll('vaadin-tab')].find(tab => tab.innerText.includes('KVS'))
                """, new String[] { "qwc-footer" });
    }

    private static void search(String pattern) {
        WebElement field = browser.find(KEYS, ".pattern", "input");
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), pattern, Keys.ENTER);
    }

    /** Looks for a key, selects it, and waits for its value. */
    private static void select(String key, String... shown) {
        search(key);
        browser.clickFound(
                """
                        return [...arguments[0].shadowRoot.querySelectorAll('vaadin-grid .key')].find(cell => cell.innerText === arguments[1])
                        """,
                new String[] { KEYS }, key);
        for (String text : shown) {
            browser.textWith(text, KEYS, VALUE);
        }
    }

    private static void enter(String command) {
        browser.find(CONSOLE, "input").sendKeys(command, Keys.ENTER);
        if (!command.equals("FLUSHALL")) {
            browser.until("the reply to " + command, () -> browser.text(CONSOLE, ".line input").isEmpty() ? true : null);
        }
    }

    /** Waits for what a person has done to arrive in the store. */
    private void stored(String expected, String... command) {
        browser.until(String.join(" ", command) + " is " + expected,
                () -> expected.equals(String.valueOf(redis.call(command))) ? true : null);
    }
}
