package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;
import io.vertx.core.json.JsonObject;

/** The same methods as tools of Dev MCP: those that only look from the beginning, the others once they are allowed. */
class DevMcpTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.application();

    @Test
    void toolsAreListedAndCalled() {
        try (RespSocket redis = new RespSocket(DevMode.port()); JsonRpcClient rpc = new JsonRpcClient()) {
            redis.call("SET", "greeting", "hello");
            System.out.println("MCP enable: " + rpc.callNamed("devmcp_enable"));
            String tools = mcp("tools/list", new JsonObject());
            System.out.println("MCP tools: " + tools);
            String called = mcp("tools/call", new JsonObject().put("name", "quarkus-kvs_value").put("arguments",
                    new JsonObject().put("database", 0).put("key", "greeting").put("cursor", "0")));
            System.out.println("MCP called: " + called);
            String refused = mcp("tools/call", new JsonObject().put("name", "quarkus-kvs_execute").put("arguments",
                    new JsonObject().put("database", 0).put("command", "SET greeting bye")));
            System.out.println("MCP refused: " + refused);
            assertThat(redis.call("GET", "greeting")).isEqualTo("hello");
            System.out.println("MCP enableTool: " + DevMode.get("/q/dev-ui/devui-jsonrpc-data.js"));
        }
    }

    private static String mcp(String method, JsonObject parameters) {
        return DevMode.post("/q/dev-mcp",
                new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", method).put("params", parameters).encode());
    }
}
