package io.quarkiverse.kvs.cluster.raft;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.jgroups.Address;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

/**
 * What a member must not forget beside the entries: its term, its vote in that term, and how many entries were committed. There
 * are two places for it in the file, which are written in turns: if the machine stops while one is written, the other one is
 * whole.
 *
 * <pre>
 * place (256 bytes)   number of the write (8)  term (8)  committed (8)  whether it has joined (1)
 *                     vote (2 for its length, an address of JGroups)  CRC-32C (4)
 * </pre>
 *
 * Numbers have their highest byte first. Not safe for use by several threads.
 */
final class StateFile implements Closeable {

    private static final int PLACE = 256;
    private static final int NUMBERS = 27;

    private final RandomAccessFile file;
    private long number;
    private long term;
    private long committed;
    private boolean joined;
    private Address vote;

    /** @throws IOException if the file cannot be used, or what is in it is damaged */
    StateFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.length() > 0) {
                read(0);
                read(PLACE);
                if (number == 0 && file.length() > PLACE) {
                    throw new IOException("the file " + path + " is damaged: this member does not know in which terms it has "
                            + "voted. To let it begin anew, while a majority of the others is there, delete its directory");
                }
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void read(int place) throws IOException {
        if (file.length() < place + PLACE) {
            return;
        }
        byte[] bytes = new byte[PLACE];
        file.seek(place);
        file.readFully(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long itsNumber = in.getLong();
        long itsTerm = in.getLong();
        long itsCommitted = in.getLong();
        boolean itsJoined = in.get() != 0;
        int size = in.getShort();
        if (size < 0 || size > PLACE - NUMBERS - 4 || itsNumber <= number
                || in.getInt(NUMBERS + size) != Checksum.of(bytes, 0, NUMBERS + size)) {
            return;
        }
        number = itsNumber;
        term = itsTerm;
        committed = itsCommitted;
        joined = itsJoined;
        try {
            vote = Util.readAddress(new ByteArrayDataInputStream(bytes, NUMBERS, size));
        } catch (ClassNotFoundException e) {
            throw new IOException("the vote of this member is for an address of an unknown kind", e);
        }
    }

    long term() {
        return term;
    }

    /** For whom this member has voted in its term; null if for none. */
    Address vote() {
        return vote;
    }

    long committed() {
        return committed;
    }

    /** Whether this member has had all that was committed, at some time. */
    boolean joined() {
        return joined;
    }

    /** It has, from now on; waits until that is on the disk. */
    void join() throws IOException {
        joined = true;
        write();
        file.getFD().sync();
    }

    /** Writes a term and a vote, and waits until they are on the disk. */
    void vote(long itsTerm, Address itsVote) throws IOException {
        term = itsTerm;
        vote = itsVote;
        write();
        file.getFD().sync();
    }

    /** Writes how many entries are committed. Does not wait for the disk: the others know it, too. */
    void committed(long many) throws IOException {
        committed = many;
        write();
    }

    private void write() throws IOException {
        number++;
        ByteArrayDataOutputStream address = new ByteArrayDataOutputStream(64);
        Util.writeAddress(vote, address);
        ByteBuffer out = ByteBuffer.allocate(PLACE).putLong(number).putLong(term).putLong(committed)
                .put((byte) (joined ? 1 : 0)).putShort((short) address.position()).put(address.buffer(), 0, address.position());
        out.putInt(Checksum.of(out.array(), 0, out.position()));
        file.seek(number % 2 == 0 ? 0 : PLACE);
        file.write(out.array());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
