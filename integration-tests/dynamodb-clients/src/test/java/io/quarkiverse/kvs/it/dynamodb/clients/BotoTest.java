package io.quarkiverse.kvs.it.dynamodb.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.KvsTest;

/** A program in Python, with boto3, where that is installed. */
@KvsTest
class BotoTest {

    private static final Path PROGRAM = Path.of("src/test/resources/boto.py");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void usesAllOfIt(DynamoDbTestServer server) throws Exception {
        Program program = new Program(folder, server);
        String python = null;
        // Debian's packages belong to the second one.
        for (String each : List.of("python3", "/usr/bin/python3")) {
            if (python == null && program.run(each, "-c", "import boto3").code() == 0) {
                python = each;
            }
        }
        assumeTrue(python != null, "boto3 is not installed");

        Program.Result result = program.run(python, PROGRAM.toAbsolutePath().toString(), server.uri().toString());

        assertThat(result.output().strip()).isEqualTo("{\"status\": \"ACTIVE\", \"same\": true, \"query\": [12, 11, 10], "
                + "\"index\": 20, \"filter\": 2, \"updated\": [\"0.15\", [\"a\"], false], "
                + "\"condition\": \"ConditionalCheckFailedException\", \"transaction\": [\"None\", \"ConditionalCheckFailed\"], "
                + "\"pages\": [25, 25, 11], \"tables\": []}");
        assertThat(result.code()).isZero();
    }
}
