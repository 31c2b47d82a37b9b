package io.quarkiverse.kvs.core.lua;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A real Lua 5.1, the oracle: a process that runs one program after the other. */
final class Lua51 implements AutoCloseable {

    private static final String DRIVER = LuaPrograms.RUN + String.join("\n",
            "while true do",
            "  local n = io.read('*n', '*l')",
            "  if not n then break end",
            "  local r = run(io.read(n) or '')",
            "  io.write(#r, '\\n', r) io.flush()",
            "  a, b, c, d, k, x, y, print1, undefined = nil",
            "end");

    private final Process process;
    private final OutputStream in;
    private final DataInputStream out;

    Lua51() throws IOException {
        process = new ProcessBuilder("lua5.1", "-e", DRIVER).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        in = process.getOutputStream();
        out = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Whether there is one to start. */
    static boolean isInstalled() {
        try {
            return new ProcessBuilder("lua5.1", "-v").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a program returns, as text of one character for each byte. */
    String run(String program) throws IOException {
        byte[] bytes = program.getBytes(StandardCharsets.ISO_8859_1);
        in.write((bytes.length + "\n").getBytes(StandardCharsets.ISO_8859_1));
        in.write(bytes);
        in.flush();
        int length = 0;
        for (int c = out.readUnsignedByte(); c != '\n'; c = out.readUnsignedByte()) {
            length = length * 10 + c - '0';
        }
        byte[] result = new byte[length];
        out.readFully(result);
        return new String(result, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
