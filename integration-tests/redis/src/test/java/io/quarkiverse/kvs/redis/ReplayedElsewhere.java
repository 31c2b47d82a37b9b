package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.store.Effect;
import io.quarkiverse.kvs.core.store.Store;

/**
 * A process of its own, and so with another seed for the hashes of keys, that replays append-only files: for each line of its
 * input, which is an instant and a path, it prints the number of the data that this makes.
 */
final class ReplayedElsewhere {

    private ReplayedElsewhere() {
    }

    public static void main(String[] arguments) throws IOException {
        for (String line : new String(System.in.readAllBytes(), US_ASCII).lines().toList()) {
            int blank = line.indexOf(' ');
            System.out.println(digest(Long.parseLong(line.substring(0, blank)), Path.of(line.substring(blank + 1))));
        }
    }

    private static String digest(long now, Path file) throws IOException {
        AtomicLong clock = new AtomicLong(now);
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), clock::get,
                System::nanoTime);
        LogReplay replay = new LogReplay(state);
        for (ChangeRecord record : records(Files.readAllBytes(file))) {
            replay.apply(record);
        }
        return RecordingServer.digest(state);
    }

    /** The records of a file. */
    private static List<ChangeRecord> records(byte[] file) {
        List<ChangeRecord> records = new ArrayList<>();
        List<Effect> together = null;
        int database = 0;
        int[] at = { 0 };
        while (at[0] < file.length) {
            byte[][] words = words(file, at);
            String name = new String(words[0], US_ASCII);
            if (name.equals("SELECT")) {
                database = Integer.parseInt(new String(words[1], US_ASCII));
            } else if (name.equals("MULTI")) {
                together = new ArrayList<>();
            } else if (name.equals("EXEC")) {
                records.add(new ChangeRecord(records.size() + 1, 0, together));
                together = null;
            } else if (together != null) {
                together.add(new Effect(database, words));
            } else {
                records.add(new ChangeRecord(records.size() + 1, 0, List.of(new Effect(database, words))));
            }
        }
        return records;
    }

    private static byte[][] words(byte[] file, int[] at) {
        byte[][] words = new byte[number(file, at)][];
        for (int i = 0; i < words.length; i++) {
            int length = number(file, at);
            words[i] = java.util.Arrays.copyOfRange(file, at[0], at[0] + length);
            at[0] += length + 2;
        }
        return words;
    }

    /** The number behind a type, up to the end of the line. */
    private static int number(byte[] file, int[] at) {
        int end = at[0];
        while (file[end] != '\r') {
            end++;
        }
        int number = Integer.parseInt(new String(file, at[0] + 1, end - at[0] - 1, US_ASCII));
        at[0] = end + 2;
        return number;
    }
}
