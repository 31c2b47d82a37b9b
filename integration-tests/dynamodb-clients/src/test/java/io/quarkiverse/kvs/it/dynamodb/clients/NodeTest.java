package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;

/** A program in JavaScript: run by Node, where that is installed and can get the SDK. */
@KvsTest
class NodeTest {

    private static final Path PROGRAM = Path.of("src/test/resources/node");
    private static final Path FOLDER = Path.of("target/node");

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void usesAllOfIt(DynamoDbTestServer server) throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : new String[] { "package.json", "orders.js" }) {
            Files.copy(PROGRAM.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Program program = new Program(FOLDER, server);
        assumeTrue(program.run("node", "--version").code() == 0, "Node is not installed");
        Program.Result installed = program.run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        assumeTrue(installed.code() == 0, () -> "the SDK cannot be installed: " + installed.output());

        Program.Result result = program.run("node", "orders.js", server.uri().toString());

        // In front of it may stand what Node or the SDK has to say about their versions.
        assertThat(result.output().strip().lines().reduce("", (before, line) -> line))
                .isEqualTo("{\"wait\":\"SUCCESS\",\"same\":true,\"query\":[49,48,47],\"updated\":0.3,"
                        + "\"statement\":[{\"nr\":{\"N\":\"7\"}}],\"condition\":[\"ConditionalCheckFailedException\",\"0.3\"],"
                        + "\"transaction\":[\"TransactionCanceledException\",[\"None\",\"ConditionalCheckFailed\"]],"
                        + "\"pages\":[20,20,11]}");
        assertThat(result.code()).isZero();
    }
}
