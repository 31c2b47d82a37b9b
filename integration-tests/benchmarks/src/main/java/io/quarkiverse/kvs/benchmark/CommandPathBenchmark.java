package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.CommandDecoder;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;

/** From the bytes of a request to those of its reply: decode, execute, encode, without a socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class CommandPathBenchmark {

    private static final int REQUESTS = 1024;

    @Param({ "PING", "GET key", "SET key 0123456789abcdef", "INCR counter", "LPUSH list x", "HSET hash key x",
            "ZADD zset 1 key" })
    public String command;

    protected final ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final CommandContext context = new CommandContext(state, new SplittableRandom(1));
    private final Session session = state.clients().inProcess(0);
    private final CommandDecoder decoder = new CommandDecoder(state.settings().limits(), state.commands());
    private final Request request = new Request();
    private final ReplyBuffer replies = new ReplyBuffer();
    private final ReplyWriter reply = ReplyWriter.of(Dialect.RESP2, replies);
    private byte[] requests;

    @Setup(Level.Trial)
    public void prepare() {
        StringBuilder all = new StringBuilder();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < REQUESTS; i++) {
            int number = random.nextInt(100_000);
            append(all, command.replace("key", "key:" + number).split(" "));
            run(resp("SET", "key:" + number, "0123456789abcdef"));
        }
        requests = all.toString().getBytes(ISO_8859_1);
    }

    @Setup(Level.Iteration)
    public void shorten() {
        run(resp("DEL", "list"));
    }

    private static byte[] resp(String... words) {
        StringBuilder text = new StringBuilder();
        append(text, words);
        return text.toString().getBytes(ISO_8859_1);
    }

    private static void append(StringBuilder text, String... words) {
        text.append('*').append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int run() {
        return run(requests);
    }

    private int run(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            decoder.decode(bytes, at, bytes.length, request);
            at += decoder.consumed();
            state.executor().execute(context, session, request, reply, 1);
        }
        int size = replies.size();
        replies.clear();
        return size;
    }
}
