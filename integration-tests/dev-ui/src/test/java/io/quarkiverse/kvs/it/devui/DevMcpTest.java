package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespClient;
import io.vertx.core.json.JsonObject;

/** The same methods as tools of Dev MCP: those that only look from the beginning, the others once they are allowed. */
class DevMcpTest {

    @RegisterExtension
    static final SharedApplication APP = SharedApplication.get();

    @TempDir
    Path home;
    private String realHome;

    /** Dev MCP remembers in the home directory what was allowed, for all applications of the user. */
    @BeforeEach
    void liveElsewhere() {
        realHome = System.setProperty("user.home", home.toString());
    }

    @AfterEach
    void comeHome() {
        System.setProperty("user.home", realHome);
    }

    @Test
    void toolsAreListedAndCalled() {
        try (RespClient redis = RespClient.ofText(DevMode.port()); JsonRpcClient rpc = new JsonRpcClient()) {
            redis.call("SET", "greeting", "hello");
            rpc.callNamed("devmcp_enable");
            assertThat(home.resolve(".quarkus/dev-mcp.properties")).exists();

            assertThat(tools())
                    .contains("quarkus-kvs_databases", "quarkus-kvs_keys", "quarkus-kvs_value", "quarkus-kvs_commands",
                            "quarkus-kvs_connections", "quarkus-kvs_statistics", "quarkus-kvs_information",
                            "quarkus-kvs_commandLog")
                    .doesNotContain("quarkus-kvs_execute", "quarkus-kvs_deleteKey", "quarkus-kvs_keyCount");
            assertThat(call("value", new JsonObject().put("database", 0).put("key", "greeting").put("cursor", "0")).encode())
                    .contains("hello");

            JsonObject command = new JsonObject().put("database", 0).put("command", "SET greeting bye");
            assertThat(mcp("tools/call", tool("execute", command)).getJsonObject("error").getString("message"))
                    .contains("not enabled");
            assertThat(redis.call("GET", "greeting")).isEqualTo("hello");
            rpc.callNamed("tools_enableTool", "name", "quarkus-kvs_execute");
            assertThat(tools()).contains("quarkus-kvs_execute");
            assertThat(call("execute", command).encode()).contains("OK");
            assertThat(redis.call("GET", "greeting")).isEqualTo("bye");
        }
    }

    private static List<String> tools() {
        List<String> tools = new ArrayList<>();
        mcp("tools/list", new JsonObject()).getJsonObject("result").getJsonArray("tools").forEach(each -> {
            JsonObject tool = (JsonObject) each;
            tools.add(tool.getString("name"));
            if (tool.getString("name").startsWith("quarkus-kvs_")) {
                assertThat(tool.getString("description")).as(tool.getString("name")).contains("key/value server");
            }
        });
        return tools;
    }

    private static JsonObject call(String tool, JsonObject arguments) {
        return mcp("tools/call", tool(tool, arguments)).getJsonObject("result");
    }

    private static JsonObject tool(String name, JsonObject arguments) {
        return new JsonObject().put("name", "quarkus-kvs_" + name).put("arguments", arguments);
    }

    private static JsonObject mcp(String method, JsonObject parameters) {
        return new JsonObject(DevMode.post("/q/dev-mcp",
                new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", method).put("params", parameters).encode()));
    }
}
