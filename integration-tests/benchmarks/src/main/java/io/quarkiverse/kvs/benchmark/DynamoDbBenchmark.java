package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import org.HdrHistogram.Histogram;

import io.quarkiverse.kvs.dynamodb.Main;
import io.quarkiverse.kvs.it.dynalite.Dynalite;
import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * The DynamoDB endpoint beside {@code dynalite}, a program for Node, both with their tables in memory: how many requests each
 * serves for a second of its processor's time, how late answers are, and how long the start takes in an application that runs.
 */
final class DynamoDbBenchmark {

    private static final String OURS = "quarkus-kvs";
    private static final String DYNALITE = "dynalite";
    private static final List<Integer> CLIENTS = List.of(1, 50);
    private static final int MOST_CLIENTS = 50;
    /** Items that are read, put and updated. */
    private static final int ITEMS = 10_000;
    /** Items of the one partition that is queried, and how many a query finds. */
    private static final int PARTITION = 1_000;
    private static final int FOUND = 10;
    private static final int BATCH = 25;
    private static final long REQUESTS = 20_000;
    /** Of each kind, before anything is measured: the virtual machine compiles what is used often. */
    private static final long WARM_UP = 40_000;
    private static final long LATENCY_MILLIS = 10_000;
    private static final int STARTS = 5;
    private static final String TEXT = "0123456789".repeat(10);

    /**
     * A load.
     *
     * @param peer whether dynalite has the operation
     */
    private record Case(String title, boolean peer, LongFunction<byte[]> requests) {

        boolean isOf(Contender contender) {
            return peer || contender.name().equals(OURS);
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("PutItem", true,
                    i -> call("PutItem", "{\"TableName\":\"items\",\"Item\":" + item(i * 7919 % ITEMS) + "}")),
            new Case("GetItem", true,
                    i -> call("GetItem", "{\"TableName\":\"items\",\"Key\":" + key(i * 7919 % ITEMS) + "}")),
            new Case("UpdateItem with a condition", true,
                    i -> call("UpdateItem", "{\"TableName\":\"items\",\"Key\":" + key(i * 7919 % ITEMS)
                            + ",\"UpdateExpression\":\"SET n = n + :one\",\"ConditionExpression\":\"attribute_exists(id)\","
                            + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}")),
            new Case("Query of 10 of 1,000", true,
                    i -> call("Query",
                            "{\"TableName\":\"events\",\"KeyConditionExpression\":\"device = :d AND nr BETWEEN :a AND "
                                    + ":b\",\"ExpressionAttributeValues\":{\":d\":{\"S\":\"one\"},\":a\":{\"N\":\""
                                    + i * 7919 % (PARTITION - FOUND) + "\"},\":b\":{\"N\":\""
                                    + (i * 7919 % (PARTITION - FOUND) + FOUND - 1) + "\"}}}")),
            new Case("TransactWriteItems of 4", false, DynamoDbBenchmark::transaction));

    private final int rounds;
    private final double factor;
    private final Report report;
    private final Aims aims;

    DynamoDbBenchmark(int rounds, double factor, Report report, Aims aims) {
        this.rounds = rounds;
        this.factor = factor;
        this.report = report;
        this.aims = aims;
    }

    /**
     * Only this part: {@code ./mvnw -T1 -DskipTests -Pbenchmark -Dbenchmark=DynamoDbBenchmark verify}.
     *
     * @param arguments how many rounds, if not 5; by what factor to multiply the number of requests, if not 1
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        Path folder = Path.of("target/dynalite");
        String missing = Dynalite.install(folder);
        if (missing != null) {
            System.out.println("Skipped: " + missing);
            return;
        }
        Report report = new Report("dynamodb", Machine.description("node"));
        Aims aims = Aims.of("Aims of the DynamoDB endpoint, beside dynalite " + Dynalite.VERSION);
        new DynamoDbBenchmark(rounds, factor, report, aims).run(folder);
        report.add(aims.table());
        report.write();
    }

    private void run(Path folder) throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.java(Main.class);
        Dynalite dynalite = Dynalite.start(folder);
        try (Contender ours = new Contender(OURS, server.port(), server.pid(), server, null);
                Contender peer = new Contender(DYNALITE, dynalite.port(), dynalite.pid(), dynalite, null)) {
            for (Contender contender : List.of(ours, peer)) {
                fill(contender);
            }
            warmUp(List.of(ours, peer));
            double peak = loads(List.of(ours, peer));
            latencies(ours, peak / 2);
        }
        starts();
    }

    private void warmUp(List<Contender> contenders) throws IOException, InterruptedException {
        for (int clients : List.of(MOST_CLIENTS, 1)) {
            for (Case each : CASES) {
                for (Contender contender : contenders) {
                    if (each.isOf(contender)) {
                        run(contender, clients, each.requests, requests(contender, WARM_UP));
                    }
                }
            }
        }
        for (Contender contender : contenders) {
            awaitRest(contender);
        }
    }

    /** What is left to compile is compiled in the background. */
    private static void awaitRest(Contender contender) throws IOException, InterruptedException {
        Duration before;
        do {
            before = contender.cpu();
            Thread.sleep(1000);
        } while (contender.cpu().minus(before).toMillis() > 50);
    }

    /** The slower one has fewer, so that it does not take all of the time. */
    private long requests(Contender contender, long number) {
        return (long) (number * factor) / (contender.name().equals(OURS) ? 1 : 8);
    }

    /** @return the most requests of one kind that ours serves in a second, for 50 clients: of PutItem */
    private double loads(List<Contender> contenders) throws IOException {
        Table table = new Table("DynamoDB: requests served for one second of the server's processor time, in thousands",
                "operation", "clients", OURS, DYNALITE, "to dynalite");
        double peak = 0;
        for (Case each : CASES) {
            for (int clients : CLIENTS) {
                Map<String, Figures> thousands = new LinkedHashMap<>();
                // The first round only warms up.
                for (int round = -1; round < rounds; round++) {
                    for (Contender contender : contenders) {
                        if (!each.isOf(contender)) {
                            continue;
                        }
                        long requests = requests(contender, REQUESTS);
                        Duration before = contender.cpu();
                        double perSecond = run(contender, clients, each.requests, requests);
                        double seconds = contender.cpu().minus(before).toNanos() / 1e9;
                        if (round >= 0) {
                            thousands.computeIfAbsent(contender.name(), name -> new Figures()).add(requests / seconds / 1e3);
                            if (contender.name().equals(OURS) && each.title.equals("PutItem")) {
                                peak = Math.max(peak, perSecond);
                            }
                        }
                    }
                }
                row(table, each, clients, thousands);
            }
        }
        report.add(table);
        return peak;
    }

    private void row(Table table, Case each, int clients, Map<String, Figures> thousands) {
        Figures peer = thousands.get(DYNALITE);
        double ratio = peer == null ? Double.NaN : thousands.get(OURS).median() / peer.median();
        String times = peer == null ? "" : Table.number("%.1f", ratio);
        table.add(each.title, Integer.toString(clients), Table.figure("%.1f", thousands.get(OURS)),
                peer == null ? "not there" : Table.figure("%.2f", peer), times);
        System.out.println(each.title + ", clients: " + clients + Table.number(": %.1f thousand, ",
                thousands.get(OURS).median()) + times + " times dynalite's");
        if (peer != null) {
            aims.atLeast(each.title + ", " + clients + (clients == 1 ? " client" : " clients")
                    + ": throughput for processor time, to dynalite's", 5, ratio);
        }
    }

    private void latencies(Contender ours, double perSecond) throws IOException {
        Table table = new Table("DynamoDB: PutItem and GetItem by turns, at half the largest throughput of PutItem, 50 clients",
                "requests a second", Latencies.COLUMNS[0], Latencies.COLUMNS[1], Latencies.COLUMNS[2]);
        Latencies latencies = new Latencies();
        for (int round = -1; round < rounds; round++) {
            Histogram histogram = new Histogram(3);
            try (LoadClient client = new LoadClient(ours.port(), new HttpReplies(), MOST_CLIENTS)) {
                client.openLoop(i -> CASES.get((int) (i % 2)).requests.apply(i), perSecond, (long) (LATENCY_MILLIS * factor),
                        histogram);
            }
            if (round >= 0) {
                latencies.add(histogram);
            }
        }
        String[] cells = latencies.cells();
        table.add(Table.number("%,.0f", perSecond), cells[0], cells[1], cells[2]);
        report.add(table);
        aims.atMost("p99 at half of the largest throughput, milliseconds", 1, latencies.p99() / 1e3);
    }

    /** In a virtual machine that has served HTTP before, as that of an application. */
    private void starts() throws IOException, InterruptedException {
        Figures millis = new Figures();
        for (int i = 0; i < STARTS; i++) {
            millis.add(DynamoDbStart.inNewVirtualMachine());
        }
        aims.atMost("from the start of the endpoint to its first answer, milliseconds", 100, millis.median());
    }

    private static void fill(Contender contender) throws IOException {
        String onDemand = ",\"BillingMode\":\"PAY_PER_REQUEST\"}";
        List<byte[]> requests = new ArrayList<>();
        requests.add(call("CreateTable", "{\"TableName\":\"items\",\"AttributeDefinitions\":[{\"AttributeName\":\"id\","
                + "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]" + onDemand));
        requests.add(call("CreateTable", "{\"TableName\":\"events\",\"AttributeDefinitions\":[{\"AttributeName\":\"device\","
                + "\"AttributeType\":\"S\"},{\"AttributeName\":\"nr\",\"AttributeType\":\"N\"}],\"KeySchema\":["
                + "{\"AttributeName\":\"device\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"nr\",\"KeyType\":\"RANGE\"}]"
                + onDemand));
        for (byte[] request : requests) {
            run(contender, 1, i -> request, 1);
        }
        run(contender, 1, i -> batch("items", i, DynamoDbBenchmark::item), ITEMS / BATCH);
        run(contender, 1, i -> batch("events", i, nr -> "{\"device\":{\"S\":\"one\"},\"nr\":{\"N\":\"" + nr
                + "\"},\"text\":{\"S\":\"" + TEXT + "\"}}"), PARTITION / BATCH);
    }

    private static double run(Contender contender, int clients, LongFunction<byte[]> requests, long count) throws IOException {
        try (LoadClient client = new LoadClient(contender.port(), new HttpReplies(), clients)) {
            return client.closedLoop(requests, 1, count, new Histogram(3));
        }
    }

    private static byte[] batch(String table, long number, LongFunction<String> items) {
        StringBuilder puts = new StringBuilder();
        for (long i = number * BATCH; i < (number + 1) * BATCH; i++) {
            puts.append(puts.isEmpty() ? "" : ",").append("{\"PutRequest\":{\"Item\":").append(items.apply(i)).append("}}");
        }
        return call("BatchWriteItem", "{\"RequestItems\":{\"" + table + "\":[" + puts + "]}}");
    }

    private static byte[] transaction(long number) {
        StringBuilder parts = new StringBuilder();
        for (long i = 0; i < 4; i++) {
            parts.append(i == 0 ? "" : ",").append("{\"Put\":{\"TableName\":\"items\",\"Item\":")
                    .append(item((number * 7919 + i) % ITEMS)).append("}}");
        }
        return call("TransactWriteItems", "{\"TransactItems\":[" + parts + "]}");
    }

    private static String key(long number) {
        return "{\"id\":{\"S\":\"item-" + number + "\"}}";
    }

    private static String item(long number) {
        return "{\"id\":{\"S\":\"item-" + number + "\"},\"n\":{\"N\":\"" + number + "\"},\"text\":{\"S\":\"" + TEXT + "\"}}";
    }

    /** A request as SDKs send it. */
    static byte[] call(String operation, String body) {
        return ("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: DynamoDB_20120810." + operation
                + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20260101T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request, "
                + "SignedHeaders=host;x-amz-date;x-amz-target, Signature="
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body).getBytes(ISO_8859_1);
    }
}
