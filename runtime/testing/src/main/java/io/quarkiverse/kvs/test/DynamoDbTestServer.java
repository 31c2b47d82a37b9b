package io.quarkiverse.kvs.test;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.runtime.DynamoDbInstance;

/**
 * The DynamoDB endpoint in the hands of a test: its faults, the calls it gets, its tables. It is there if
 * {@code quarkus-kvs-dynamodb} is on the class path. In a {@code @QuarkusTest}, it is that of the application; otherwise one
 * that is started for all tests together, on any free port.
 *
 * <pre>
 * &#64;Inject
 * DynamoDbTestServer dynamoDb;
 * </pre>
 *
 * Its clock is {@link KvsTestServer#clock()}. When that is moved, then before the method returns, items whose time to live is
 * over have been deleted, and records of streams that are a day old, and tables have become what they were becoming.
 * Signatures of requests go by the clock of the system.
 * <p>
 * Methods may be called from any thread, except for event loops.
 */
public final class DynamoDbTestServer {

    private static final Map.Entry<String, String> ANY_CREDENTIALS = Map.entry("any", "any");

    private final DynamoDbInstance instance;
    private final DynamoDbInterceptor interceptor = new DynamoDbInterceptor();
    private final DynamoDbFaults faults;

    DynamoDbTestServer(DynamoDbInstance instance) {
        this.instance = instance;
        faults = new DynamoDbFaults(interceptor, () -> instance.service().rates());
        instance.observers().faults(interceptor);
    }

    boolean isOf(DynamoDbInstance other) {
        return instance == other;
    }

    /** Where clients connect to, for {@code endpointOverride}. */
    public URI uri() {
        return instance.uri();
    }

    /** The region that the endpoint stands for. */
    public String region() {
        return instance.region();
    }

    /** An access key that clients may use. */
    public String accessKeyId() {
        return credentials().getKey();
    }

    /** The secret that belongs to {@link #accessKeyId}. */
    public String secretAccessKey() {
        return credentials().getValue();
    }

    private Map.Entry<String, String> credentials() {
        return instance.credentials().entrySet().stream().findFirst().orElse(ANY_CREDENTIALS);
    }

    /** What goes wrong. */
    public DynamoDbFaults faults() {
        return faults;
    }

    /**
     * How often clients have called an operation since the last {@link #reset}: also those calls that {@link #faults() faults}
     * have hit, and those that clients have sent once more by themselves; but not those that were refused because of a wrong
     * signature or shape.
     *
     * @param operation in any case, such as {@code PutItem}
     * @throws IllegalArgumentException if there is no such operation
     */
    public long calls(String operation) {
        return interceptor.calls.of(Set.of(DynamoDbOperations.named(operation)));
    }

    /** How often clients have called any operation, as in {@link #calls}. */
    public long totalCalls() {
        return interceptor.calls.total();
    }

    /**
     * Loads tables and items in JSON: what {@code aws dynamodb create-table --cli-input-json} takes, what
     * {@code aws dynamodb batch-write-item --request-items} takes, with any number of items, or an array of such objects.
     *
     * @param fixture the name of a resource on the class path; otherwise the path of a file
     * @throws FixtureException if there is no such file, or a mistake in it; what comes before the mistake is loaded
     */
    public void load(String fixture) {
        load(FixtureFile.find(fixture));
    }

    void load(FixtureFile file) {
        new DynamoDbFixture(file, instance.service()).load();
    }

    /**
     * Makes everything as new: no items in any table, no records in streams, no faults, no calls counted, no transaction
     * remembered by its token.
     * <p>
     * The tables stay, as applications make theirs only once. But one that stays can be created again, as if it were not there,
     * until its items are used: so each test may create its tables, too.
     */
    public void reset() {
        becalm();
        instance.service().tables().empty();
        instance.service().tokens().clear();
        interceptor.calls.clear();
    }

    /** Deletes all tables, also those with deletion protection. */
    public void deleteTables() {
        instance.service().tables().clear();
    }

    void becalm() {
        faults.clear();
    }

    /** The clock has leapt. */
    void clockMoved() {
        instance.service().tables().maintain();
    }
}
