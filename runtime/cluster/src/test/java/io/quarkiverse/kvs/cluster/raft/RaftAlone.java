package io.quarkiverse.kvs.cluster.raft;

import java.io.DataInput;
import java.io.DataOutput;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.RaftHandle;
import org.jgroups.raft.StateMachine;
import org.jgroups.stack.Protocol;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;

/**
 * Three peers of jgroups-raft in one process, with its own log, which waits for the disk: for comparison with what is
 * replicated
 * here.
 */
public final class RaftAlone implements AutoCloseable {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private final List<JChannel> channels = new ArrayList<>();
    private final RaftHandle leader;

    /** @param directory of the logs */
    public RaftAlone(Path directory) throws Exception {
        Map<String, Integer> ports = Map.of("a", FreePort.next(), "b", FreePort.next(), "c", FreePort.next());
        List<RAFT> rafts = new ArrayList<>();
        List<RaftHandle> handles = new ArrayList<>();
        for (String name : NAMES) {
            RAFT raft = new RAFT();
            raft.raftId(name).members(NAMES).logClass(FileBasedLog.class.getName()).logUseFsync(true)
                    .logDir(directory.toString()).logPrefix(name).maxLogSize(Long.MAX_VALUE);
            JChannel channel = new JChannel(protocols(ports, name, raft)).name(name);
            handles.add(new RaftHandle(channel, new Nothing()));
            channel.connect("alone");
            channels.add(channel);
            rafts.add(raft);
        }
        RaftHandle[] found = new RaftHandle[1];
        Await.until("one leads", () -> {
            for (int i = 0; i < NAMES.size(); i++) {
                found[0] = rafts.get(i).isLeader() ? handles.get(i) : found[0];
            }
            return found[0] != null;
        });
        leader = found[0];
    }

    /**
     * Appends records for a while.
     *
     * @return so many a second
     */
    public double append(byte[] entry, int inFlight, int seconds) throws Exception {
        Semaphore room = new Semaphore(inFlight);
        LongAdder done = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            room.acquire();
            leader.setAsync(entry, 0, entry.length).whenComplete((reply, failure) -> {
                done.increment();
                room.release();
            });
        }
        room.acquire(inFlight);
        return done.sum() * 1e9 / (System.nanoTime() - begin);
    }

    @Override
    public void close() {
        channels.forEach(JChannel::close);
    }

    /** Those of {@link JGroupsLog}, as they come. */
    private static List<Protocol> protocols(Map<String, Integer> ports, String name, RAFT raft) {
        InetAddress host = InetAddress.getLoopbackAddress();
        TCP tcp = new TCP();
        tcp.setBindAddress(host);
        tcp.setBindPort(ports.get(name));
        tcp.setPortRange(0);
        TCPPING discovery = new TCPPING();
        discovery.setInitialHosts(ports.values().stream().map(port -> new InetSocketAddress(host, port)).toList());
        discovery.setPortRange(0);
        return List.of(tcp, discovery, new MERGE3().setMinInterval(500).setMaxInterval(1500),
                new FD_SOCK2().setBindAddress(host), new FD_ALL3().setTimeout(2000).setInterval(500), new VERIFY_SUSPECT2(),
                new NAKACK2().useMcastXmit(false), new UNICAST3(), new STABLE(),
                new GMS().setJoinTimeout(500).printLocalAddress(false), new UFC(), new MFC(), new FRAG4(), new ELECTION(),
                raft);
    }

    private static final class Nothing implements StateMachine {

        private static final byte[] NOTHING = {};

        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            return NOTHING;
        }

        @Override
        public void readContentFrom(DataInput in) {
            // There is nothing.
        }

        @Override
        public void writeContentTo(DataOutput out) {
            // See above.
        }
    }
}
