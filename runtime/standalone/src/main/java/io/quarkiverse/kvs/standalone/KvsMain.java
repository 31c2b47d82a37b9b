package io.quarkiverse.kvs.standalone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The server as a program: {@code kvs port=7777 persistence.append-only=true}. Each argument sets a property of
 * {@code quarkus.kvs}, and wins over environment variables and files of configuration. The program runs until it gets SIGTERM
 * or SIGINT.
 */
@QuarkusMain
public final class KvsMain {

    /** The exit code for arguments that make no sense, as shells have it. */
    static final int USAGE = 2;

    private static final String HELP = """
            kvs: a key/value server that understands the protocol of Redis

              kvs                          listens on localhost:9999, and keeps data in memory
              kvs property=value ...       sets properties of quarkus.kvs, for example:
              kvs port=7777 persistence.append-only=true persistence.directory=/var/lib/kvs
              kvs --version
              kvs --help

            Properties can also be set in conf/application.properties, or as environment variables (QUARKUS_KVS_PORT=7777).
            KVS_JAVA_OPTIONS has options of Java, such as -Xmx1g.
            Health and metrics: http://localhost:9990/q/health and /q/metrics.
            """;

    private KvsMain() {
    }

    public static void main(String... arguments) {
        List<String> given = List.of(arguments);
        if (given.contains("--help") || given.contains("-h")) {
            System.out.print(HELP);
            return;
        }
        if (given.contains("--version")) {
            System.out.println("kvs " + version());
            return;
        }
        try {
            properties(given).forEach(System::setProperty);
        } catch (IllegalArgumentException e) {
            System.err.println("kvs: " + e.getMessage() + "; see kvs --help");
            System.exit(USAGE);
        }
        Quarkus.run();
    }

    /**
     * What arguments set.
     *
     * @return system properties, in the order of the arguments
     * @throws IllegalArgumentException if an argument has no name or no equals sign; the message quotes the name only, since
     *         the
     *         value may be a password
     */
    static Map<String, String> properties(List<String> arguments) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || argument.startsWith("-")) {
                throw new IllegalArgumentException("'" + argument.substring(0, equals < 0 ? argument.length() : equals)
                        + "' is not property=value");
            }
            properties.put("quarkus.kvs." + argument.substring(0, equals), argument.substring(equals + 1));
        }
        return properties;
    }

    private static String version() {
        return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
    }
}
