package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.cluster.Linearizability.Operation;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.persistence.PersistenceLog;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;

/**
 * Leaders change at any point, in one thread and with time that is only counted: what was executed and not committed is never
 * told. More of it: {@code -Dkvs.cluster.seeds=100000}; one of it: {@code -Dkvs.cluster.seed=...}.
 */
class LeaderChangeTest {

    private static final int SEEDS = Integer.getInteger("kvs.cluster.seeds", 200);
    private static final int STEPS = 200;

    @TempDir
    Path directory;

    @Test
    @Timeout(3600)
    void whatIsNotCommittedIsNeverTold() throws IOException {
        Long only = Long.getLong("kvs.cluster.seed");
        long told = 0;
        long reigns = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            try (Run run = new Run(seed, directory.resolve(Long.toString(seed)))) {
                run.all();
                told += run.told;
                reigns += run.elections;
            }
        }
        assertThat(told).isGreaterThan(10L);
        assertThat(reigns).isGreaterThan(1L);
    }

    /** One of three, with the data that it has. */
    private static final class Member {

        final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()), () -> 1000,
                System::nanoTime);
        final SimulatedLog.View log;
        final ClusterMember member;
        private final CommandContext context = new CommandContext(server, new SplittableRandom(1));

        Member(String name, SimulatedLog.View log, Path directory) throws IOException {
            this.log = log;
            Map<String, InetSocketAddress> all = new TreeMap<>();
            for (String each : TestCluster.NAMES) {
                all.put(each, new InetSocketAddress("127.0.0.1", 1));
            }
            member = new ClusterMember(server, log,
                    new ClusterConfig(name, all, directory.resolve(name), FollowerMode.REDIRECT, ReadMode.LEASE,
                            Duration.ofSeconds(1), Long.MAX_VALUE, MemberSecurity.NONE),
                    null);
            member.prepare();
        }

        /** @return what the reply depends on */
        long execute(ReplyBuffer replies, String... words) {
            Session session = server.clients().inProcess(CallerKind.APPLICATION, 0, 1000);
            byte[][] bytes = Arrays.stream(words).map(word -> word.getBytes(ISO_8859_1)).toArray(byte[][]::new);
            ReplyWriter writer = ReplyWriter.of(Dialect.RESP2, replies);
            Pending pending = server.executor().execute(context, session, Request.resp(bytes), writer, 1000);
            if (pending instanceof LongReply rest) {
                rest.write(writer, () -> false);
            } else {
                assertThat(pending).isNull();
            }
            return session.dependsOn();
        }

        String digest() {
            ReplyBuffer replies = new ReplyBuffer();
            execute(replies, "DEBUG", "DIGEST", "FULL");
            return text(replies);
        }
    }

    private static String text(ReplyBuffer replies) {
        return new String(replies.array(), 0, replies.size(), ISO_8859_1);
    }

    private record Done(String key, Operation operation) {
    }

    @Test
    void readsAreAnsweredAtOnceAsLongAsTheOthersHavePromised() throws IOException {
        try (Run run = new Run(1, directory)) {
            Member a = run.leaderWith("v");
            for (int i = 0; i < 20; i++) {
                run.tick();
            }
            for (int i = 0; i < 2; i++) {
                assertThat(run.isAnsweredAtOnce(a, "GET", "k")).isFalse();
                a.member.askForReads();
                run.log.answer(true);
                a.member.step();
                assertThat(run.isAnsweredAtOnce(a, "GET", "k")).isTrue();
                for (int j = 0; j < 7; j++) {
                    run.tick();
                }
                assertThat(run.isAnsweredAtOnce(a, "GET", "k")).isTrue();
                // What is not committed is not told.
                a.execute(new ReplyBuffer(), "SET", "k", "w");
                assertThat(run.isAnsweredAtOnce(a, "GET", "k")).isFalse();
                run.log.commitAll();
                a.log.advance(true);
                a.member.step();
                assertThat(run.isAnsweredAtOnce(a, "GET", "k")).isTrue();
                run.tick();
            }
        }
    }

    /** Between the look at who leads and the look at the data, another one begins to lead. */
    @Test
    void aReadThatWasAskedOfTheLeaderIsNotAnsweredByAFollower() throws IOException {
        try (Run run = new Run(1, directory)) {
            Member a = run.leaderWith("old");
            Member b = run.members.get(1);
            List<String> replies = new ArrayList<>();
            boolean[] once = { true };
            a.server.obstacles().add((command, session, context) -> {
                if (once[0] && command.name().equals("GET")) {
                    once[0] = false;
                    run.lead(b);
                    b.execute(new ReplyBuffer(), "SET", "k", "new");
                    run.log.commitAll();
                    a.log.learn();
                    run.step(a);
                }
                return null;
            });
            ReplyBuffer reply = new ReplyBuffer();
            long dependsOn = a.execute(reply, "GET", "k");
            assertThat(text(reply)).isEqualTo("$3\r\nold\r\n");
            a.server.changes().whenPromised(dependsOn, () -> replies.add("told"), replies::add);
            run.rounds();
            assertThat(replies).hasSize(1).doesNotContain("told");
            // What is asked of a follower is told.
            assertThat(a.server.changes().isPromised(a.execute(new ReplyBuffer(), "DEBUG", "DIGEST", "FULL"))).isTrue();
        }
    }

    /** Such a snapshot would be what the data is taken from again. */
    @Test
    void noSnapshotIsMadeOfWhatIsAboutToBeTakenBack() throws IOException {
        try (Run run = new Run(1, directory)) {
            Member a = run.leaderWith("old");
            a.execute(new ReplyBuffer(), "SET", "other", "never committed");
            run.lead(run.members.get(1));
            List<String> refused = new ArrayList<>();
            a.server.persistence().log(new PersistenceLog() {
                @Override
                public void info(String message) {
                    if (message.contains("is no longer the leader")) {
                        try {
                            a.member.makeSnapshot();
                        } catch (IOException e) {
                            refused.add(e.getMessage());
                        }
                    }
                }

                @Override
                public void warning(String message, Throwable cause) {
                    // Nothing is expected.
                }
            });
            a.log.learn();
            run.rounds();
            assertThat(refused).containsExactly("the data is not complete");
            assertThat(a.digest()).isEqualTo(run.members.get(1).digest());
        }
    }

    /** What happens with one seed. */
    private static final class Run implements AutoCloseable {

        private final long seed;
        private final SplittableRandom random;
        private final SimulatedLog log;
        private final List<Member> members = new ArrayList<>();
        private final List<Done> history = new ArrayList<>();
        private long time;
        private long number;
        long told;
        long elections;

        Run(long seed, Path directory) throws IOException {
            this.seed = seed;
            random = new SplittableRandom(seed);
            log = new SimulatedLog(random);
            for (String name : TestCluster.NAMES) {
                members.add(new Member(name, log.view(name), directory));
            }
        }

        /** The first member, which leads, with a value of the key "k" that all have. */
        private Member leaderWith(String value) throws IOException {
            Member first = members.get(0);
            log.elect(first.log);
            rounds();
            first.execute(new ReplyBuffer(), "SET", "k", value);
            rounds();
            return first;
        }

        private void rounds() throws IOException {
            for (int i = 0; i < 10; i++) {
                round();
            }
        }

        /** Lets a member lead, and do what clients ask for, while the one before knows nothing of it. */
        private void lead(Member next) {
            while (!log.elect(next.log)) {
                tick();
            }
            for (int i = 0; i < 5; i++) {
                log.commitAll();
                next.log.advance(true);
                step(next);
            }
            assertThat(next.member.isLeading()).as("seed %d", seed).isTrue();
        }

        private static void step(Member one) {
            try {
                one.member.step();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isAnsweredAtOnce(Member at, String... words) {
            return at.server.changes().isPromised(at.execute(new ReplyBuffer(), words));
        }

        private void tick() {
            time++;
            log.tick();
        }

        private Member any() {
            return members.get(random.nextInt(members.size()));
        }

        void all() throws IOException {
            for (int i = 0; i < STEPS; i++) {
                tick();
                step();
            }
            settle();
            Map<String, List<Operation>> byKey = history.stream().collect(Collectors.groupingBy(Done::key, TreeMap::new,
                    Collectors.mapping(Done::operation, Collectors.toList())));
            byKey.forEach((key,
                    operations) -> assertThat(
                            Linearizability.check(operations, Commands::after, Commands.NOTHING, Commands::readsOnly))
                            .as("seed %d, key %s: %s", seed, key, operations).isTrue());
            String digest = members.get(0).digest();
            assertThat(digest).matches("[+$](?s).{20,}");
            assertThat(members).as("seed %d", seed).allMatch(each -> each.digest().equals(digest));
        }

        private void step() throws IOException {
            int what = random.nextInt(100);
            if (what < 36) {
                operate(any());
            } else if (what < 54) {
                any().member.step();
            } else if (what < 64) {
                any().member.askForReads();
            } else if (what < 74) {
                log.answer(false);
            } else if (what < 82) {
                log.commitSome();
            } else if (what < 92) {
                any().log.advance(random.nextBoolean());
            } else if (what < 96) {
                any().log.learn();
            } else if (what < 98) {
                Member next = any();
                if (log.elect(next.log)) {
                    elections++;
                    if (random.nextBoolean()) {
                        lead(next);
                    }
                }
            } else if (what < 99) {
                log.depose();
            } else {
                Member one = any();
                if (!one.member.isLeading() && one.member.place() > 0) {
                    one.member.makeSnapshot();
                }
            }
        }

        /** All goes well for long enough. */
        private void settle() throws IOException {
            Member last = any();
            while (!log.elect(last.log)) {
                tick();
            }
            rounds();
            assertThat(last.member.isLeading()).as("seed %d", seed).isTrue();
            for (String key : List.of("r0", "r1", "r2", "r3", "n0", "n1", "n2", "n3")) {
                tick();
                operate(last, "GET " + key, key, "GET", key);
            }
            rounds();
        }

        private void round() throws IOException {
            for (Member each : members) {
                tick();
                log.commitAll();
                each.log.learn();
                each.log.advance(true);
                each.member.step();
                each.member.askForReads();
                log.answer(true);
                each.member.step();
            }
        }

        private void operate(Member at) {
            number++;
            String which = Integer.toString(random.nextInt(2));
            switch (random.nextInt(8)) {
                case 0 -> operate(at, "SET r" + which + " " + number, "r" + which, "SET", "r" + which, Long.toString(number));
                case 1 -> operate(at, "GET r" + which, "r" + which, "GET", "r" + which);
                case 2 -> operate(at, "INCR n" + which, "n" + which, "INCR", "n" + which);
                case 3, 4 -> operate(at, "GET n" + which, "n" + which, "GET", "n" + which);
                case 5 -> operate(at, "RPUSH l" + which + " " + number, "l" + which, "RPUSH", "l" + which,
                        Long.toString(number));
                default -> operate(at, "LPOP l" + which, "l" + which, "LPOP", "l" + which);
            }
        }

        private void operate(Member at, String input, String key, String... words) {
            ReplyBuffer replies = new ReplyBuffer();
            long called = time;
            long dependsOn = at.execute(replies, words);
            String reply = text(replies);
            if (reply.startsWith("-")) {
                assertThat(reply).as("seed %d", seed).matches("(?s)-(MOVED|CLUSTERDOWN|LOADING) .*");
                return;
            }
            int place = history.size();
            history.add(new Done(key, new Operation(called, Long.MAX_VALUE, input, null)));
            at.server.changes().whenPromised(dependsOn, () -> {
                told++;
                history.set(place, new Done(key, new Operation(called, time, input, value(reply))));
            }, why -> {
                // It is not known what became of it.
            });
        }

        private static String value(String reply) {
            String[] lines = reply.split("\r\n");
            return reply.charAt(0) == ':' ? lines[0].substring(1)
                    : reply.charAt(0) == '+' ? lines[0] : lines[0].equals("$-1") ? "(nil)" : lines[1];
        }

        @Override
        public void close() {
            for (Member each : members) {
                each.member.close();
                each.server.persistence().close();
                each.server.replicas().close();
            }
        }
    }
}
