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
 * What is decided when the application starts.
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
     * How many event loops serve connections, at most as many as Quarkus has. With `1`, commands are executed strictly one
     * after the other, and the event loop never waits for another. If this is not set: all of them, in dev and test mode two.
     */
    OptionalInt eventLoops();

    /**
     * The password that clients have to send with `AUTH` or `HELLO` before anything else. Without one, every client
     * that reaches the port can read and change everything.
     */
    Optional<String> password();

    /**
     * The name of the user that clients are to tell together with the password. If this is not set, it is
     * `default`, which is the user of clients that tell a password only.
     */
    Optional<String> username();

    /**
     * Users beside that one, with rights of their own.
     */
    @ConfigDocMapKey("user-name")
    Map<String, UserConfig> users();

    /**
     * A file of users, which is loaded when the application starts, and which `ACL SAVE` writes and `ACL LOAD` reads: what
     * Redis calls `aclfile`. If it is set, there can be no users under `quarkus.kvs.users`.
     */
    Optional<String> aclFile();

    /**
     * A user.
     */
    interface UserConfig {

        /**
         * What the user may do, and its password, in the words of Redis's command `ACL SETUSER`, for example
         * `on >${REPORTS_PASSWORD} ~report:* +@read`. The user `default` is who clients are that tell no name.
         */
        String rules();
    }

    /**
     * Whether to listen on an address that other machines can reach, without a password. The application does not
     * start if it would do so and this is not set, unless clients are required to present a certificate.
     */
    @WithDefault("false")
    boolean allowRemoteWithoutPassword();

    /**
     * The name of the TLS configuration, under `quarkus.tls`, whose key store the server encrypts connections
     * with; {@code <default>} for the one that has no name. If this is not set, connections are not encrypted.
     */
    Optional<String> tlsConfigurationName();

    /**
     * Whether clients are to present a certificate that the trust store of the TLS configuration trusts:
     * `required` refuses those that do not; `request` refuses those that present another one.
     */
    @WithDefault("none")
    ClientAuth tlsClientAuth();

    /**
     * How many databases there are, for `SELECT` to choose from.
     */
    @WithDefault("16")
    int databases();

    /**
     * Whether clients may use the command `DEBUG`. If this is not set, they may in dev and test mode.
     */
    Optional<Boolean> debugCommand();

    /**
     * The version of Redis that clients are told. Some clients use a feature only from a certain version on: the client-side
     * cache of Jedis asks for `7.4`, for example. It changes nothing else.
     */
    @WithDefault("7.0.15")
    String redisVersion();

    /**
     * How much memory data and connections may take: a number of bytes such as `512M`, or a share of the largest
     * heap of the JVM such as `25%`. Then keys are evicted, or commands that need memory are refused, as the
     * policy says. `0` means no bound but the heap itself, so that clients can take all of it away from the
     * application.
     */
    @WithDefault("50%")
    @WithConverter(MemoryShare.FromConfig.class)
    MemoryShare maxMemory();

    /**
     * Which keys are evicted when memory runs out. With `noeviction` none are: commands that need memory are refused.
     */
    @WithDefault("noeviction")
    EvictionPolicy maxMemoryPolicy();

    /**
     * How much of that memory clients may take with what they have sent and not finished, and what they have been sent and not
     * read: a number of bytes, or a share of `quarkus.kvs.max-memory`. Beyond, the connections that take most are closed. `0`
     * means no bound of their own.
     */
    @WithDefault("50%")
    @WithConverter(MemoryShare.FromConfig.class)
    MemoryShare maxMemoryClients();

    /**
     * How long a connection may be silent, in both directions, before it is closed: in whole seconds, a fraction
     * is rounded up. `0` means that it may be silent for ever. Connections that wait for messages may always be.
     */
    @WithDefault("0")
    Duration idleTimeout();

    /**
     * The names of commands that are refused, in any case, or `none`. If this is not set, `SHUTDOWN` is refused in production
     * mode, and nothing in dev and test mode.
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
         * From how long on a command is noted, for `SLOWLOG GET`, and in the application's log. With less than a
         * millisecond, fast commands are timed, too, which costs a little; `0` notes every command, and a negative
         * duration, such as `-1s`, none. It is what `CONFIG SET slowlog-log-slower-than` sets, in microseconds.
         */
        @WithDefault("10ms")
        Duration threshold();
    }

    /**
     * How data is kept in files.
     */
    PersistenceConfig persistence();

    /**
     * What clients may ask for at most.
     */
    LimitsConfig limits();

    /**
     * What clients may ask for at most.
     */
    interface LimitsConfig {

        /**
         * How many connections may be open at once. One more is told so and closed.
         */
        @WithDefault("10000")
        int connections();

        /**
         * How many arguments a request may have, the name of the command included: in the line protocol, the lines after the
         * first.
         */
        @WithDefault("1048576")
        int lines();

        /**
         * How long a key may be, and the name of a command.
         */
        @WithDefault("1M")
        MemorySize keyLength();

        /**
         * How long a value may be, and any other argument that is not a key.
         */
        @WithDefault("512M")
        MemorySize valueLength();

        /**
         * How long a whole request may be.
         */
        @WithDefault("1G")
        MemorySize requestLength();

        /**
         * How many bytes of replies may wait for a client that does not read them. A client is not served while
         * replies wait for it, so only a single reply larger than this gets there; the connection is then closed.
         */
        @WithDefault("1G")
        MemorySize replyBacklog();
    }
}
