package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import io.vertx.core.json.JsonObject;

/** The tables of DynamoDB in the Dev UI, in a real browser. */
@EnabledIf(value = "isBrowserInstalled", disabledReason = "chromium and chromedriver are not installed")
class TablesTest extends BrowserTest {

    private static final String TABLES = "qwc-kvs-dynamodb-tables";

    private JsonRpcClient rpc;

    @BeforeEach
    void connect() {
        rpc = new JsonRpcClient();
    }

    @AfterEach
    void disconnect() {
        rpc.close();
    }

    private JsonObject outcome(String operation, String request) {
        return (JsonObject) rpc.callNamed("quarkus-kvs-dynamodb_callOperation", "operation", operation, "request",
                request.replace('\'', '"'));
    }

    private JsonObject call(String operation, String request) {
        return rpc.operation(operation, new JsonObject(request.replace('\'', '"')));
    }

    private void fill() {
        call("CreateTable", "{'TableName': 'orders', 'BillingMode': 'PAY_PER_REQUEST', "
                + "'AttributeDefinitions': [{'AttributeName': 'customer', 'AttributeType': 'S'}, "
                + "{'AttributeName': 'nr', 'AttributeType': 'N'}, {'AttributeName': 'place', 'AttributeType': 'S'}], "
                + "'KeySchema': [{'AttributeName': 'customer', 'KeyType': 'HASH'}, {'AttributeName': 'nr', 'KeyType': 'RANGE'}], "
                + "'GlobalSecondaryIndexes': [{'IndexName': 'by-place', 'KeySchema': [{'AttributeName': 'place', "
                + "'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'KEYS_ONLY'}}], "
                + "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}}");
        for (int i = 1; i <= 60; i++) {
            call("PutItem", "{'TableName': 'orders', 'Item': {'customer': {'S': 'ada'}, 'nr': {'N': '" + i + "'}, "
                    + "'tags': {'SS': ['tea', 'milk']}, 'paid': {'BOOL': false}}}");
        }
        call("PutItem", "{'TableName': 'orders', 'Item': {'customer': {'S': 'grace'}, 'nr': {'N': '1'}, "
                + "'place': {'S': 'Arlington'}, 'total': {'N': '12345678901234567890'}}}");
    }

    private JsonObject item(String customer, int nr) {
        return call("GetItem", "{'TableName': 'orders', 'Key': {'customer': {'S': '" + customer + "'}, 'nr': {'N': '" + nr
                + "'}}}").getJsonObject("Item");
    }

    @Test
    void mistakesAreTold() {
        assertThat(outcome("GetItem", "{'TableName': 'none', 'Key': {}}").getString("error"))
                .isEqualTo("ResourceNotFoundException: Requested resource not found");
        assertThat(outcome("Get", "{}").getString("error")).isEqualTo("There is no operation Get.");
        assertThat((String) rpc.callNamed("quarkus-kvs-dynamodb_endpoint")).startsWith("http://localhost:");
    }

    @Test
    void itemsAreListedSearchedAndEdited() {
        browser.open("quarkus-kvs-dynamodb/tables");
        browser.textWith("There are no tables yet.", TABLES);
        legible(TABLES);
        fill();
        browser.refresh();

        // A page at a time, then by the key
        browser.textWith("Page 1: 50 items", TABLES, ".pager");
        browser.click(TABLES, ".next");
        browser.textWith("Page 2: 11 items", TABLES, ".pager");
        browser.type("grace", TABLES, ".hash", "input");
        browser.click(TABLES, ".search");
        browser.textWith("Page 1: 1 items", TABLES, ".pager");
        browser.textWith("{\"place\":\"Arlington\",\"total\":{\"$N\":\"12345678901234567890\"}}", TABLES, "vaadin-grid");

        // Edited as plain JSON, as soon as all of it has come
        select("grace");
        browser.textWith("12345678901234567890", TABLES, "vaadin-text-area.item");
        legible(TABLES);
        text("{\"customer\": \"grace\", \"nr\": 1, \"place\": \"Arlington\", \"tags\": {\"$SS\": [\"tea\"]}, "
                + "\"lines\": [1.5, null, {\"a\": true}]}");
        browser.click(TABLES, ".save");
        browser.textWith("Saved.", "vaadin-notification-container");
        assertThat(item("grace", 1)).isEqualTo(new JsonObject(("{'customer': {'S': 'grace'}, 'nr': {'N': '1'}, "
                + "'place': {'S': 'Arlington'}, 'tags': {'SS': ['tea']}, 'lines': {'L': [{'N': '1.5'}, {'NULL': true}, "
                + "{'M': {'a': {'BOOL': true}}}]}}").replace('\'', '"')));

        // A mistake is told
        text("{\"customer\": \"grace\"}");
        browser.click(TABLES, ".save");
        browser.textWith("ValidationException: One or more parameter values were invalid: Missing the key nr in the item",
                "vaadin-notification-container");

        // Deleted
        select("grace");
        browser.click(TABLES, ".delete");
        browser.awaitCancelFocused();
        browser.click(TABLES, ".confirmDialog [slot=confirm-button]");
        browser.textWith("No item matches.", TABLES);
        assertThat(item("grace", 1)).isNull();
    }

    @Test
    void schemaAndStream() {
        fill();
        browser.open("quarkus-kvs-dynamodb/tables");
        browser.textWith("Page 1: 50 items", TABLES, ".pager");
        show("schema");
        assertThat(browser.textWith("\"TableName\": \"orders\"", TABLES, ".schema")).contains("by-place", "NEW_AND_OLD_IMAGES");
        legible(TABLES);
        show("stream");
        browser.textWith("The last 61 records, the newest first", TABLES, ".pager");
        browser.textWith("INSERT", TABLES, ".records");
        legible(TABLES);
    }

    private static void show(String view) {
        browser.script("arguments[0].value = arguments[1]", browser.find(TABLES, ".view"), view);
    }

    private static void text(String json) {
        browser.script("arguments[0].value = arguments[1]", browser.find(TABLES, "vaadin-text-area.item"), json);
    }

    private static void select(String text) {
        browser.clickFound("""
                return [...arguments[0].querySelectorAll('vaadin-grid-cell-content')]
                    .find(cell => cell.innerText.trim() === arguments[1])
                """, new String[] { TABLES, "vaadin-grid" }, text);
    }
}
