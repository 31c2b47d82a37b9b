package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * One client that waits for each reply before it sends the next request: SET, GET and DEL of a small value, over the line
 * protocol; and beside it what a server would answer in that time that has nothing to do, and Redis, where it is installed.
 * <p>
 * It is the measurement with which this idea began in 2012, on a machine of that time: 7,830, 6,993 and 7,976 operations per
 * second.
 */
public final class SynchronousBenchmark {

    private static final int ROUNDS = 5;
    private static final int OPERATIONS = 20_000;
    private static final List<String> COMMANDS = List.of("SET", "GET", "DEL");

    private SynchronousBenchmark() {
    }

    /** @param arguments the number of operations of each kind in a round, if not 20,000 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : OPERATIONS;
        Report report = new Report("synchronous", Machine.description("redis-server"));
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new Contender("quarkus-kvs, line protocol", ServerProcess.kvs(), WireProtocol.LINE));
            if (ServerProcess.isInstalled("redis-server")) {
                contenders.add(new Contender("redis-server", ServerProcess.redis(), WireProtocol.RESP));
            }
            contenders.add(new Contender("constant answers", ServerProcess.java(ConstantServer.class), WireProtocol.RESP));
            report.add(measure(contenders, operations));
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
        report.write();
    }

    private static Table measure(List<Contender> contenders, int operations) throws IOException {
        Map<String, Map<Contender, Figures>> figures = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (String command : COMMANDS) {
                Map<Contender, Figures> row = figures.computeIfAbsent(command, c -> new LinkedHashMap<>());
                for (Contender contender : contenders) {
                    double perSecond = measure(contender, command, operations);
                    // The first round only warms up.
                    if (round > 0) {
                        row.computeIfAbsent(contender, c -> new Figures()).add(perSecond);
                    }
                }
            }
        }
        Table table = new Table("One client that waits for each reply", "request", "server", "requests/s");
        figures.forEach((command, row) -> row
                .forEach((contender, cell) -> table.add(command, contender.name(), Table.figure("%,.0f", cell))));
        return table;
    }

    /** @return requests per second */
    private static double measure(Contender contender, String command, int operations) throws IOException {
        WireProtocol protocol = contender.protocol();
        IntFunction<String> spelling = switch (command) {
            case "SET" -> i -> protocol.set("key:" + i, "value:" + i);
            case "GET" -> i -> protocol.get("key:" + i);
            default -> i -> protocol.del("key:" + i);
        };
        byte[][] requests = new byte[operations][];
        for (int i = 0; i < operations; i++) {
            requests[i] = spelling.apply(i).getBytes(US_ASCII);
        }
        try (Socket socket = new Socket("127.0.0.1", contender.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            ByteBuffer reply = ByteBuffer.allocate(1024);
            long start = System.nanoTime();
            for (byte[] request : requests) {
                socket.getOutputStream().write(request);
                reply.clear();
                do {
                    int read = socket.getInputStream().read(reply.array(), reply.position(), reply.remaining());
                    if (read < 0 || reply.get(0) == '-') {
                        throw new IOException(contender.name() + " did not answer " + command);
                    }
                    reply.position(reply.position() + read);
                } while (protocol.endOfReply(reply, 0) < 0);
            }
            return operations * 1e9 / (System.nanoTime() - start);
        }
    }
}
