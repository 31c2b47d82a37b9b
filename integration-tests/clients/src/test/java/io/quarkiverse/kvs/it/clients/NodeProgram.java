package io.quarkiverse.kvs.it.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

import io.quarkiverse.kvs.it.programs.ExternalProgram;

/** A program for Node with packages of npm. Tests that need one are skipped where Node, or a package, is not to be had. */
final class NodeProgram {

    private final Path folder;
    private final String file;

    private NodeProgram(Path folder, String file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * A program with what its package.json names, which is fetched.
     *
     * @param name of the folder among the resources that has both
     */
    static NodeProgram of(String name, String file) throws IOException, InterruptedException {
        NodeProgram program = new NodeProgram(Path.of("target", name), file);
        Files.createDirectories(program.folder);
        for (String each : new String[] { "package.json", file }) {
            Files.copy(Path.of("src/test/resources", name, each), program.folder.resolve(each),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(program.start("node", "--version").code() == 0, "Node is not installed");
        ExternalProgram.Result installed = program.start("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        assumeTrue(installed.code() == 0, () -> "the packages of " + name + " cannot be installed: " + installed.output());
        return program;
    }

    ExternalProgram.Result run(String... arguments) throws InterruptedException {
        return start(Stream.concat(Stream.of("node", file), Stream.of(arguments)).toArray(String[]::new));
    }

    private ExternalProgram.Result start(String... command) throws InterruptedException {
        return ExternalProgram.run(folder, command);
    }
}
