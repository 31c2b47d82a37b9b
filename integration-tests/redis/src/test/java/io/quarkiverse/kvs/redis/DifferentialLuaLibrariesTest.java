package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.lua.Choices;
import io.quarkiverse.kvs.core.lua.LuaLibraryPrograms;
import io.quarkiverse.kvs.core.lua.LuaPrograms;
import io.quarkiverse.kvs.core.lua.OurLua;

/**
 * Generated programs give the same results and errors inside a real Redis and in our Lua: those that use {@code cjson},
 * {@code cmsgpack},
 * {@code struct} and {@code bit}, and those of the language, which Redis runs with its globals protected.
 * {@code -Dkvs.lua.programs=1000000} tries more of them, {@code -Dkvs.lua.seed=...} others.
 */
class DifferentialLuaLibrariesTest {

    private static final int PROGRAMS = Integer.getInteger("kvs.lua.programs", 3_000);
    private static final long SEED = Long.getLong("kvs.lua.seed", 1);

    @Test
    void librariesGiveTheSame() throws IOException, InterruptedException {
        compare(LuaLibraryPrograms::program);
    }

    @Test
    void languageGivesTheSame() throws IOException, InterruptedException {
        compare(LuaPrograms::program);
    }

    private static void compare(Function<Choices, String> generator) throws IOException, InterruptedException {
        OurLua ours = new OurLua(true);
        try (RedisProcess redis = RedisProcess.startOrSkip(); Connection theirs = new Connection(redis.port())) {
            Random random = new Random(SEED);
            for (int i = 0; i < PROGRAMS; i++) {
                Choices choices = new Choices(new Random(random.nextLong()));
                String program = generator.apply(choices);
                if (!theirs.run(program).equals(ours.run(program))) {
                    int[] shortest = Choices.shrink(choices.made(), made -> {
                        String shorter = generator.apply(new Choices(made));
                        return !theirs.run(shorter).equals(ours.run(shorter));
                    });
                    String simple = generator.apply(new Choices(shortest));
                    assertThat(ours.run(simple)).as("program %d:%n%s%n", i, simple).isEqualTo(theirs.run(simple));
                }
            }
        }
    }

    /** Has programs run inside Redis. */
    static final class Connection implements AutoCloseable {

        private static final byte[] SCRIPT = (LuaPrograms.RUN + "return run(ARGV[1])").getBytes(StandardCharsets.ISO_8859_1);

        private final Socket socket;
        private final OutputStream out;
        private final DataInputStream in;

        Connection(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            out = socket.getOutputStream();
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }

        /** What a program returns, as text of one character for each byte. */
        String run(String program) {
            try {
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                request.writeBytes("*4\r\n$4\r\nEVAL\r\n".getBytes(StandardCharsets.ISO_8859_1));
                bulk(request, SCRIPT);
                bulk(request, new byte[] { '0' });
                bulk(request, program.getBytes(StandardCharsets.ISO_8859_1));
                out.write(request.toByteArray());
                out.flush();
                String line = line();
                if (!line.startsWith("$")) {
                    return line;
                }
                byte[] reply = new byte[Integer.parseInt(line.substring(1)) + 2];
                in.readFully(reply);
                return new String(reply, 0, reply.length - 2, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException("After " + program, e);
            }
        }

        private static void bulk(ByteArrayOutputStream request, byte[] bytes) {
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(bytes);
            request.writeBytes(new byte[] { '\r', '\n' });
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.readUnsignedByte(); c != '\r'; c = in.readUnsignedByte()) {
                line.append((char) c);
            }
            in.readByte();
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
