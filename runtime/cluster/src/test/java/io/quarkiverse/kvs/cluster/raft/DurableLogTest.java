package io.quarkiverse.kvs.cluster.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.jgroups.Address;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.util.ExtendedUUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member remembers when it is started again. */
class DurableLogTest {

    private static final Address OTHER = ExtendedUUID.randomUUID("b").put("raft-id", "b".getBytes(UTF_8));

    @TempDir
    Path directory;
    private DurableLog log;

    @BeforeEach
    void open() throws IOException {
        log = new DurableLog(() -> {
        });
        log.open(directory);
    }

    private void openAgain() throws IOException {
        log.close();
        open();
    }

    private static LogEntries entries(long term, String... texts) {
        LogEntries entries = new LogEntries();
        for (String text : texts) {
            entries.add(new LogEntry(term, text.getBytes(UTF_8)));
        }
        return entries;
    }

    @Test
    void theTermAndTheVote() throws IOException {
        assertThat(log.currentTerm()).isZero();
        assertThat(log.votedFor()).isNull();
        log.currentTerm(5);
        log.votedFor(OTHER);
        openAgain();
        assertThat(log.currentTerm()).isEqualTo(5);
        assertThat(log.votedFor()).isEqualTo(OTHER);
        // Never a lower one; and the vote belongs to the term.
        log.currentTerm(4);
        assertThat(log.currentTerm()).isEqualTo(5);
        assertThat(log.votedFor()).isEqualTo(OTHER);
        log.currentTerm(6);
        openAgain();
        assertThat(log.currentTerm()).isEqualTo(6);
        assertThat(log.votedFor()).isNull();
    }

    /** Either of the two places may be torn, and what was written before it is still there. */
    @Test
    void aTornStateLeavesTheOneBefore() throws IOException {
        log.currentTerm(5);
        log.votedFor(OTHER);
        log.currentTerm(6);
        log.close();
        Path file = directory.resolve("state");
        byte[] whole = Files.readAllBytes(file);
        for (int place = 0; place < 2; place++) {
            byte[] torn = whole.clone();
            torn[place * 256 + 12] ^= 1;
            Files.write(file, torn);
            open();
            assertThat(log.currentTerm()).isBetween(5L, 6L);
            assertThat(log.votedFor()).isEqualTo(log.currentTerm() == 5 ? OTHER : null);
            log.close();
        }
        byte[] lost = whole.clone();
        Arrays.fill(lost, (byte) 7);
        Files.write(file, lost);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in which terms it has voted");
    }

    @Test
    void whatIsCommittedIsNeitherForgottenNorReplaced() throws IOException {
        log.append(1, entries(1, "a", "b", "c"));
        log.append(4, entries(2, "d"));
        log.commitIndex(3);
        assertThat(log.firstAppended()).isZero();
        // No snapshot has it.
        log.truncate(3);
        assertThat(log.get(1).term()).isEqualTo(1);
        assertThatThrownBy(() -> log.deleteAllEntriesStartingFrom(3)).isInstanceOf(IllegalStateException.class);
        openAgain();
        assertThat(log.commitIndex()).isEqualTo(3);
        assertThat(log.lastAppended()).isEqualTo(4);
        log.deleteAllEntriesStartingFrom(4);
        log.append(4, entries(3, "e"));
        openAgain();
        assertThat(new String(log.get(4).command(), UTF_8)).isEqualTo("e");
    }

    @Test
    void beginsAnewBehindASnapshot() throws Exception {
        log.append(1, entries(1, "a", "b"));
        log.setSnapshot(ByteBuffer.wrap(new byte[] { 1, 2 }));
        assertThat(log.getSnapshot()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
        log.reinitializeTo(100, new LogEntry(9, null));
        for (int i = 0; i < 2; i++) {
            assertThat(log.lastAppended()).isEqualTo(100);
            assertThat(log.commitIndex()).isEqualTo(100);
            assertThat(log.first()).isEqualTo(101);
            // A member that needs the entry before gets a snapshot.
            assertThat(log.firstAppended()).isEqualTo(101);
            assertThat(log.get(100).term()).isEqualTo(9);
            assertThat(log.currentTerm()).isEqualTo(9);
            openAgain();
        }
        log.append(101, entries(9, "c"));
        openAgain();
        assertThat(new String(log.get(101).command(), UTF_8)).isEqualTo("c");
    }

    @Test
    void nothingIsAcknowledgedOnceADiskHasFailed() {
        log.append(1, entries(1, "a"));
        assertThatThrownBy(() -> log.append(7, entries(1, "b"))).isInstanceOf(IllegalStateException.class);
        assertThat(log.failure()).contains("could not be written");
        assertThatThrownBy(() -> log.append(2, entries(1, "b"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.votedFor(OTHER)).isInstanceOf(IllegalStateException.class);
    }
}
