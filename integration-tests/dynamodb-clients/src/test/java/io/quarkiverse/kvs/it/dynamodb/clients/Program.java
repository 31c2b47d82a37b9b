package io.quarkiverse.kvs.it.dynamodb.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.kvs.test.DynamoDbTestServer;

/** A program of another language, run in a folder. */
record Program(Path folder, DynamoDbTestServer server) {

    /** @param code -1 if it could not be started, or did not end */
    record Result(int code, String output) {
    }

    Result run(String... command) throws InterruptedException {
        return run(List.of(command));
    }

    /** With the keys that SDKs look for in the environment, and no configuration of the user. */
    Result run(List<String> command) throws InterruptedException {
        try {
            Path output = Files.createTempFile(folder, "output", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("AWS_ACCESS_KEY_ID", server.accessKeyId());
            builder.environment().put("AWS_SECRET_ACCESS_KEY", server.secretAccessKey());
            builder.environment().put("AWS_DEFAULT_REGION", server.region());
            builder.environment().put("AWS_REGION", server.region());
            builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
            builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
            builder.environment().put("AWS_PAGER", "");
            Process process = builder.start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();
            return new Result(ended ? process.exitValue() : -1, Files.readString(output, UTF_8));
        } catch (IOException e) {
            return new Result(-1, e.getMessage());
        }
    }
}
