package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/** A server that is measured. */
final class Contender implements AutoCloseable {

    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final String name;
    private final int port;
    private final long pid;
    private final AutoCloseable server;
    private final WireProtocol protocol;

    Contender(String name, ServerProcess server, WireProtocol protocol) {
        this(name, server.port(), server.pid(), server, protocol);
    }

    /** @param protocol null if it speaks none of these */
    Contender(String name, int port, long pid, AutoCloseable server, WireProtocol protocol) {
        this.name = name;
        this.port = port;
        this.pid = pid;
        this.server = server;
        this.protocol = protocol;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** What it speaks to our own clients. */
    WireProtocol protocol() {
        return protocol;
    }

    /** The processor time it has used so far. */
    Duration cpu() throws IOException {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException(name + " has ended"));
    }

    /** Has it forget all keys. */
    void empty() throws IOException {
        protocol.ask(port(), "FLUSHALL\r\n", "+OK\r\n");
    }

    /**
     * The memory its data takes: of a server in Java the bytes of living objects, of one in C what its allocator has given it.
     */
    long memory() throws IOException, InterruptedException {
        if (protocol == WireProtocol.MEMCACHED) {
            return number(protocol.ask(port(), "stats\r\n", "END\r\n"), "STAT bytes (\\d+)");
        }
        if (name.startsWith("redis")) {
            return usedMemory();
        }
        Process jcmd = new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram").start();
        String histogram;
        try (InputStream out = jcmd.getInputStream()) {
            histogram = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        jcmd.waitFor();
        Matcher total = LIVE_BYTES.matcher(histogram);
        if (!total.find()) {
            throw new IOException("jcmd did not tell the living bytes of process " + pid);
        }
        return Long.parseLong(total.group(1));
    }

    /** The bytes in use, as a server that speaks RESP counts them itself. */
    long usedMemory() throws IOException {
        return number(protocol.ask(port(), "INFO memory\r\n", "\r\n\r\n"), "used_memory:(\\d+)");
    }

    /** The most bytes that its process has ever held in main memory. */
    long largestProcess() throws IOException {
        return number(Files.readString(Path.of("/proc/" + pid + "/status")), "VmHWM:\\s*(\\d+) kB") << 10;
    }

    private static long number(String text, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }

    @Override
    public void close() throws InterruptedException {
        try {
            server.close();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
