package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.core.log.FileError;

/**
 * Gives snapshots to members that lack so much of the log that it has been forgotten, or everything. What is said:
 *
 * <pre>
 * -&gt; "KVSCOPY1", the place that it has to have at least (8 bytes)
 * &lt;- 0, why not (2 bytes for its length, UTF-8), or
 *    1, place (8), reign (8), next (8), leader (2 for its length, UTF-8), length (8), an RDB file
 * </pre>
 *
 * Numbers have their highest byte first. In front of that, both sides show who they are: see {@link MemberSocket}.
 */
final class CopyServer implements Closeable {

    private static final byte[] GREETING = "KVSCOPY1".getBytes(US_ASCII);
    private static final int PATIENCE_MILLIS = 10_000;
    /** A snapshot may have to be made first. */
    private static final int LONG_PATIENCE_MILLIS = 300_000;
    private static final int MOST = 8;

    /** Where snapshots come from. */
    @FunctionalInterface
    interface Source {
        SnapshotFiles.Snapshot of(long place) throws IOException;
    }

    private final Source source;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CopyServer(InetAddress host, MemberSecurity security, Source source) throws IOException {
        this.source = source;
        socket = security.servers(why -> {
            // The other member says why it got no copy.
        }).createServerSocket();
        socket.bind(new InetSocketAddress(host, 0));
    }

    int port() {
        return socket.getLocalPort();
    }

    void start() {
        Thread thread = new Thread(this::accept, "kvs-cluster-copies");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket next = socket.accept();
                open.add(next);
                if (open.size() > MOST) {
                    end(next);
                    continue;
                }
                Thread thread = new Thread(() -> serve(next), "kvs-cluster-copy");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // It is closed; or the one who asked has gone.
            }
        }
    }

    private void end(Socket one) {
        open.remove(one);
        try {
            one.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
    }

    private void serve(Socket one) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(one.getOutputStream(), 64 * 1024))) {
            one.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(one.getInputStream());
            if (!Arrays.equals(in.readNBytes(GREETING.length), GREETING)) {
                return;
            }
            long place = in.readLong();
            SnapshotFiles.Snapshot snapshot;
            try {
                snapshot = source.of(place);
            } catch (IOException e) {
                out.write(0);
                out.writeUTF(FileError.reason(e));
                return;
            }
            Position position = snapshot.position();
            try (InputStream file = Files.newInputStream(snapshot.file())) {
                out.write(1);
                out.writeLong(position.place());
                out.writeLong(position.reign());
                out.writeLong(position.next());
                byte[] leader = position.leader().getBytes(UTF_8);
                out.writeShort(leader.length);
                out.write(leader);
                out.writeLong(Files.size(snapshot.file()));
                file.transferTo(out);
            }
        } catch (IOException e) {
            // The other member has gone, or sees that it has not got all: it asks again.
        } finally {
            end(one);
        }
    }

    /**
     * Gets a snapshot from another member, and makes it one of this member's. Waits for that.
     *
     * @param host null if it is not known
     * @param place that it has to have at least
     * @throws IOException if there is none to be had now
     */
    static void fetch(InetAddress host, int port, MemberSecurity security, long place, SnapshotFiles files) throws IOException {
        if (host == null) {
            throw new IOException("its name is not known");
        }
        Path file = files.temporary();
        try (Socket socket = security.clients().createSocket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(LONG_PATIENCE_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(GREETING);
            out.writeLong(place);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
            if (in.readByte() != 1) {
                throw new IOException(in.readUTF());
            }
            long itsPlace = in.readLong();
            long reign = in.readLong();
            long next = in.readLong();
            String leader = new String(in.readNBytes(in.readUnsignedShort()), UTF_8);
            long left = in.readLong();
            if (itsPlace < place) {
                throw new IOException("the snapshot is older than what is needed");
            }
            try (OutputStream to = Files.newOutputStream(file)) {
                byte[] buffer = new byte[64 * 1024];
                while (left > 0) {
                    int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (read < 0) {
                        throw new IOException("the snapshot ends too early");
                    }
                    to.write(buffer, 0, read);
                    left -= read;
                }
            }
            SnapshotFiles.sync(file);
            files.adopt(file, new Position(itsPlace, reign, next, leader));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It accepts no one any more in any case.
        }
        open.forEach(this::end);
    }
}
