package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/**
 * One client that waits for each reply before it sends the next request: SET, GET and DEL of a small value over
 * the line protocol, 20,000 times each.
 * <p>
 * It is the measurement with which this idea began in 2012, on a machine of that time: 7,830, 6,993 and 7,976 operations per
 * second.
 */
public final class SynchronousBenchmark {

    private static final int OPERATIONS = 20_000;
    private static final int WARM_UP = 20_000;

    private SynchronousBenchmark() {
    }

    /** @param arguments the number of operations of each kind, if not 20,000 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : OPERATIONS;
        try (ServerProcess server = ServerProcess.kvs(); Socket socket = new Socket("localhost", server.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            System.out.printf(Locale.ROOT, "one synchronous client, %,d operations each%n", operations);
            run(out, in, Math.min(WARM_UP, operations), false);
            run(out, in, operations, true);
        }
    }

    private static void run(OutputStream out, InputStream in, int operations, boolean print) throws IOException {
        measure(out, in, operations, "SET", "*3\r\nSET\r\nkey:%d\r\nvalue:%d\r\n", print);
        measure(out, in, operations, "GET", "*2\r\nGET\r\nkey:%d\r\n", print);
        measure(out, in, operations, "DEL", "*2\r\nDEL\r\nkey:%d\r\n", print);
    }

    private static void measure(OutputStream out, InputStream in, int operations, String name, String format, boolean print)
            throws IOException {
        byte[][] requests = new byte[operations][];
        for (int i = 0; i < operations; i++) {
            requests[i] = String.format(format, i, i).getBytes(US_ASCII);
        }
        long start = System.nanoTime();
        for (byte[] request : requests) {
            out.write(request);
            if (in.read() != '+') {
                throw new IOException("the server answered " + name + " with an error");
            }
            while (in.read() != '\n') {
                // The rest of the line says nothing that is needed.
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (print) {
            System.out.printf(Locale.ROOT, "%s %,10.0f operations/s%n", name, operations / seconds);
        }
    }
}
