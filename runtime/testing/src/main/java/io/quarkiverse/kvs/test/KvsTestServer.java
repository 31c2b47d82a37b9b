package io.quarkiverse.kvs.test;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/**
 * The key/value server in the hands of a test: its clock, its faults, the calls it gets, its data.
 *
 * <pre>
 * &#64;Inject
 * KvsTestServer kvs;
 * </pre>
 *
 * Methods may be called from any thread, except that {@link #reset()} may wait and so is not for event loops.
 */
public final class KvsTestServer {

    private static KvsTestServer last;

    private final KvsInstance instance;
    private final KeyValueStore store;
    /** For what the test module does by itself: faults do not hit that, and it is neither counted nor called slow. */
    private final KeyValueStore own;
    private final TestInterceptor interceptor = new TestInterceptor();
    private final KvsClock clock;
    private final KvsFaults faults;
    /** Null if there is none on the class path. */
    private final @Nullable DynamoDbDoor dynamoDb;

    private KvsTestServer(KvsInstance instance, @Nullable DynamoDbDoor dynamoDb) {
        this.instance = instance;
        this.dynamoDb = dynamoDb;
        store = instance.inProcess();
        own = new InProcessStore(instance.serverState(), CallerKind.TEST, 0);
        clock = new KvsClock(instance.serverState(), this::clockMoved);
        faults = new KvsFaults(interceptor, own, instance.serverState());
        instance.serverState().interceptor(interceptor);
    }

    /** There is one for each server, so that all callers get the same. */
    static KvsTestServer of(StandaloneServer server) {
        return of(server.instance(), server.dynamoDb());
    }

    private static synchronized KvsTestServer of(KvsInstance instance, @Nullable DynamoDbDoor dynamoDb) {
        if (last == null || last.instance != instance) {
            last = new KvsTestServer(instance, dynamoDb);
        }
        return last;
    }

    /** Of the application in this process. */
    static KvsTestServer ofApplication() {
        KvsInstance instance = KvsRecorder.instance();
        if (instance == null) {
            throw new IllegalStateException("no application with a key/value server runs in this process");
        }
        return of(instance, DynamoDbDoor.of(null));
    }

    /** The server, to be stopped and started, for example. */
    KvsServer server() {
        return instance;
    }

    KeyValueStore store() {
        return store;
    }

    /** The host that clients connect to. */
    public String host() {
        return instance.host();
    }

    /** The port that clients connect to; -1 if {@code quarkus.kvs.enabled} is false. */
    public int port() {
        return instance.port();
    }

    /** The clock of the server. */
    public KvsClock clock() {
        return clock;
    }

    /** What goes wrong. */
    public KvsFaults faults() {
        return faults;
    }

    /**
     * The DynamoDB endpoint. Without an application, it is started when a test asks for it.
     *
     * @throws IllegalStateException if {@code quarkus-kvs-dynamodb} is not on the class path, or the application has no
     *         endpoint
     */
    public DynamoDbTestServer dynamoDb() {
        if (dynamoDb == null) {
            throw new IllegalStateException("quarkus-kvs-dynamodb is not on the class path");
        }
        return dynamoDb.get();
    }

    private @Nullable DynamoDbTestServer dynamoDbIfThere() {
        return dynamoDb == null ? null : dynamoDb.find();
    }

    private void clockMoved() {
        DynamoDbTestServer door = dynamoDbIfThere();
        if (door != null) {
            door.clockMoved();
        }
    }

    /**
     * How often clients have called a command since the last {@link #reset}: also those calls that {@link #faults() faults}
     * have hit, and those that were queued in a transaction; but not those that were refused because of a wrong number of
     * arguments or a missing password. What the application calls through {@link KeyValueStore} does not count.
     *
     * @param command in any case, such as {@code GET}; {@code CONFIG} is all its subcommands, {@code CONFIG GET} is one
     * @throws IllegalArgumentException if there is no such command
     */
    public long calls(String command) {
        return interceptor.calls.of(Commands.named(command));
    }

    /**
     * How often clients have called any command, as in {@link #calls}; without those of Redis's group {@code connection}, such
     * as HELLO, AUTH, SELECT, CLIENT and PING, which clients send by themselves.
     */
    public long totalCalls() {
        return interceptor.calls.total();
    }

    /**
     * Loads a fixture into database 0, beside the keys that are there. The name of the file says which format it has:
     * {@code .redis} and {@code .txt} commands, {@code .json} an object, {@code .properties} lines with a key and
     * a value; otherwise what is in it does. A file that ends in {@code .dynamodb.json} has tables and items, as for
     * {@link DynamoDbTestServer#load}.
     *
     * @param fixture the name of a resource on the class path; otherwise the path of a file
     * @throws FixtureException if there is no such file, or a mistake in it; what comes before the mistake is loaded
     */
    public void load(String fixture) {
        FixtureFile file = FixtureFile.find(fixture);
        if (file.isOfDynamoDb()) {
            dynamoDb().load(file);
            return;
        }
        file.load(own);
    }

    /** Deletes all keys of all databases. */
    public void flush() {
        own.execute("FLUSHALL");
    }

    /**
     * Makes everything as new: no keys, the time of the system, no faults, no calls counted. A server that was stopped is
     * started. Requests that are still delayed are not executed any more, and their connections are closed. The DynamoDB
     * endpoint is {@link DynamoDbTestServer#reset() reset}, too.
     * <p>
     * Connections stay open, and so does what belongs to them, such as subscriptions; settings that were changed with CONFIG
     * SET stay as well.
     */
    public void reset() {
        becalm();
        if (server().state() == KvsServer.State.STOPPED) {
            server().start();
        }
        flush();
        interceptor.calls.clear();
        DynamoDbTestServer door = dynamoDbIfThere();
        if (door != null) {
            door.reset();
        }
    }

    /** Leaves nothing to tests that do not begin with a {@link #reset}, except for data. */
    void becalm() {
        interceptor.clear();
        interceptor.forgetDelayed();
        instance.serverState().clients().resumeDelayed();
        clock.reset();
        DynamoDbTestServer door = dynamoDbIfThere();
        if (door != null) {
            door.becalm();
        }
    }
}
