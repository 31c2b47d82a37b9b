package io.quarkiverse.kvs.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.ClientAuth;

/**
 * Run-time configuration of the server.
 */
@ConfigMapping(prefix = "quarkus.kvs")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface KvsConfig {

    /**
     * The host name or address to listen on. The default is reachable from this machine only.
     */
    @WithDefault("localhost")
    String host();

    /**
     * The port to listen on; 0 for any free one.
     */
    @WithDefault("9999")
    int port();

    /**
     * The port to listen on in tests; 0 for any free one.
     */
    @WithDefault("0")
    int testPort();

    /**
     * The number of event loops that serve connections, at most as many as Quarkus has. With `1`, commands are executed
     * strictly one after the other. If this is not set, all event loops serve connections, in dev and test mode two.
     */
    OptionalInt eventLoops();

    /**
     * The password that clients must send with `AUTH` or `HELLO` first. Without a password, every client that can reach the
     * port can read and change all data.
     */
    Optional<String> password();

    /**
     * The name of the user that the password belongs to. If this is not set, it is `default`, the user of clients that send a
     * password without a name.
     */
    Optional<String> username();

    /**
     * Further users, by their names, each with its own rights.
     */
    @ConfigDocMapKey("user-name")
    Map<String, UserConfig> users();

    /**
     * A file with users, as Redis's parameter `aclfile`: it is loaded when the application starts, `ACL SAVE` writes it, and
     * `ACL LOAD` reads it again. It cannot be combined with `quarkus.kvs.users`.
     */
    Optional<String> aclFile();

    /**
     * A user.
     */
    interface UserConfig {

        /**
         * The user's password and permissions, in the syntax of Redis's command `ACL SETUSER`, for example
         * `on >${REPORTS_PASSWORD} ~report:* +@read`. Clients that send no user name are the user `default`.
         */
        String rules();
    }

    /**
     * Allows the server to listen on an address that other machines can reach although there is no password. If this
     * is false, the application does not start in that case, unless clients must present a certificate.
     */
    @WithDefault("false")
    boolean allowRemoteWithoutPassword();

    /**
     * The name of the TLS configuration under `quarkus.tls` that the server uses; {@code <default>} for the one without a name.
     * Its key store has the server's certificate. If this is not set, connections are not encrypted.
     */
    Optional<String> tlsConfigurationName();

    /**
     * Whether clients must present a certificate that the trust store of the TLS configuration trusts. `required`: yes.
     * `request`: clients without a certificate are accepted, those with a certificate that is not trusted are refused.
     */
    @WithDefault("none")
    ClientAuth tlsClientAuth();

    /**
     * The number of databases. `SELECT` selects one, from 0 on.
     */
    @WithDefault("16")
    int databases();

    /**
     * Whether clients may call `DEBUG`. If this is not set, they may in dev and test mode only.
     */
    Optional<Boolean> debugCommand();

    /**
     * The version of Redis that the server reports, in `INFO` and `HELLO`. Some clients use a feature only from a certain
     * version on: the client-side cache of Jedis needs `7.4`, for example. It changes nothing else.
     */
    @WithDefault("7.0.15")
    String redisVersion();

    /**
     * The memory for data and connections: a number of bytes such as `512M`, or a share of the maximum heap of the JVM such as
     * `25%`. When it is used up, keys are evicted or commands that need memory are refused, as
     * `quarkus.kvs.max-memory-policy` says. `0` means no limit: clients can then use up the heap of the application.
     */
    @WithDefault("50%")
    @WithConverter(MemoryShare.FromConfig.class)
    MemoryShare maxMemory();

    /**
     * Which keys are evicted when `quarkus.kvs.max-memory` is used up. With `noeviction`, no keys are evicted, and commands
     * that need memory are refused.
     */
    @WithDefault("noeviction")
    EvictionPolicy maxMemoryPolicy();

    /**
     * How much of that memory connections may use for requests that are not complete and replies that clients have not read:
     * a number of bytes, or a share of `quarkus.kvs.max-memory`. Above it, the connections that use most are closed. `0` means
     * no separate limit.
     */
    @WithDefault("50%")
    @WithConverter(MemoryShare.FromConfig.class)
    MemoryShare maxMemoryClients();

    /**
     * The time after which an idle connection is closed, rounded up to whole seconds. `0` means never. Connections that wait
     * for messages, as after `SUBSCRIBE`, are never closed.
     */
    @WithDefault("0")
    Duration idleTimeout();

    /**
     * The names of commands that are refused, in upper or lower case, or `none`. If this is not set, `SHUTDOWN` is refused in
     * production, and no command in dev and test mode.
     */
    Optional<Set<String>> disabledCommands();

    /**
     * The slow log.
     */
    SlowLogConfig slowLog();

    /**
     * The slow log.
     */
    interface SlowLogConfig {

        /**
         * Commands that take at least this long are recorded for `SLOWLOG GET`, and written to the application's log. In the
         * first 20 seconds of the Java runtime, only commands that take 500 milliseconds or more are written to the
         * application's log. `0` records every command, a negative duration such as `-1s` none. Below one millisecond, fast
         * commands are timed too, which costs a little. `CONFIG SET slowlog-log-slower-than` changes it, in microseconds.
         */
        @WithDefault("10ms")
        Duration threshold();
    }

    /**
     * Persistence: how data is kept in files.
     */
    PersistenceConfig persistence();

    /**
     * Limits for clients.
     */
    LimitsConfig limits();

    /**
     * Limits for clients.
     */
    interface LimitsConfig {

        /**
         * How many connections may be open at once. Any further connection gets an error and is closed.
         */
        @WithDefault("10000")
        int connections();

        /**
         * How many arguments a request may have, including the name of the command. In the line protocol, each is a line.
         */
        @WithDefault("1048576")
        int lines();

        /**
         * The maximum length of a key, and of the name of a command.
         */
        @WithDefault("1M")
        MemorySize keyLength();

        /**
         * The maximum length of a value, and of any other argument that is not a key.
         */
        @WithDefault("512M")
        MemorySize valueLength();

        /**
         * The maximum length of a whole request.
         */
        @WithDefault("1G")
        MemorySize requestLength();

        /**
         * How many bytes of replies may wait for a client that does not read them. If more wait, the connection is closed. The
         * server executes no further command of a client while replies wait for it, so this happens only if a single reply is
         * larger.
         */
        @WithDefault("1G")
        MemorySize replyBacklog();
    }
}
