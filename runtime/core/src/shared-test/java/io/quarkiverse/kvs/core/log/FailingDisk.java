package io.quarkiverse.kvs.core.log;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A disk in memory that fails when it is told to, with directories on it. It counts what is done to it, so that a test can let
 * each operation fail in turn, and keeps apart what the operating system shows and what would be there after a power cut:
 * <ul>
 * <li>bytes are on the disk once their file is synced; after a sync that failed, those that were to be written are not, even if
 * the next one succeeds, unless they are written again;</li>
 * <li>names are there once their directory is synced.</li>
 * </ul>
 * Safe for use by many threads.
 */
public final class FailingDisk {

    /** What happens at the chosen operation. */
    public enum Fault {
        /** It fails, without effect; a write has written a part. */
        ONCE,
        /** It and all that follow fail. */
        FOR_GOOD,
        /** The power goes: see {@link #afterPowerCut}. */
        POWER_CUT
    }

    /** What a power cut leaves of the bytes that were not synced. */
    public enum Bytes {
        NONE,
        ALL,
        /** A part, from the beginning on. */
        PREFIX,
        /** The file is as long as it was, but zeros are in the place of what came last. */
        TORN
    }

    /** What a power cut leaves of the names that were not synced. */
    public enum Names {
        NONE,
        ALL,
        /** The last one, but none before it. */
        LAST
    }

    private static final class Content {
        byte[] data = {};
        byte[] disk = {};
        final BitSet unsynced = new BitSet();

        void write(byte[] bytes, int length, int position) {
            if (position + length > data.length) {
                data = Arrays.copyOf(data, position + length);
            }
            System.arraycopy(bytes, 0, data, position, length);
            unsynced.set(position, position + length);
        }

        void truncate(int size) {
            data = Arrays.copyOf(data, Math.min(size, data.length));
            unsynced.clear(data.length, Integer.MAX_VALUE);
        }

        void sync() {
            disk = reach(data.length, unsynced.length());
            unsynced.clear();
        }

        /** What the disk has if bytes up to a place get there. */
        byte[] reach(int size, int end) {
            byte[] reached = Arrays.copyOf(disk, size);
            for (int i = unsynced.nextSetBit(0); i >= 0 && i < Math.min(end, size); i = unsynced.nextSetBit(i + 1)) {
                reached[i] = data[i];
            }
            return reached;
        }

        byte[] afterPowerCut(Bytes left) {
            int first = Math.max(0, unsynced.nextSetBit(0));
            int half = first + (unsynced.length() - first) / 2;
            return switch (left) {
                case NONE -> disk;
                case ALL -> reach(data.length, data.length);
                case PREFIX -> unsynced.isEmpty() ? disk : reach(half, half);
                case TORN -> reach(data.length, half);
            };
        }
    }

    /** A change of names that is not synced: what has the name afterwards, null for nothing. */
    private record Change(Map<String, Content> names) {
    }

    /** One of its directories. */
    public final class Directory implements LogDirectory {

        private final String path;
        private final Map<String, Content> names = new TreeMap<>();
        private final Map<String, Content> onDisk = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();

        private Directory(String path) {
            this.path = path;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public void create() throws IOException {
            checkPower();
        }

        @Override
        public List<String> names() throws IOException {
            synchronized (FailingDisk.this) {
                checkPower();
                return List.copyOf(names.keySet());
            }
        }

        @Override
        public boolean exists(String name) {
            synchronized (FailingDisk.this) {
                return names.containsKey(name);
            }
        }

        @Override
        public long size(String name) throws IOException {
            synchronized (FailingDisk.this) {
                return content(name).data.length;
            }
        }

        @Override
        public InputStream read(String name) throws IOException {
            awaitReadable(name);
            synchronized (FailingDisk.this) {
                return new ByteArrayInputStream(content(name).data.clone()) {
                    @Override
                    public void close() {
                        open.remove(name);
                    }

                    {
                        open.add(name);
                    }
                };
            }
        }

        private Content content(String name) throws IOException {
            checkPower();
            Content content = names.get(name);
            if (content == null) {
                throw new FileNotFoundException(name);
            }
            return content;
        }

        @Override
        public WritableFile write(String name) throws IOException {
            synchronized (FailingDisk.this) {
                begin("create " + name);
                Content content = names.get(name);
                if (content == null) {
                    content = new Content();
                    change(name, content);
                }
                return new File(name, content);
            }
        }

        @Override
        public void rename(String from, String to) throws IOException {
            synchronized (FailingDisk.this) {
                begin("rename " + from + " " + to);
                Content content = content(from);
                Map<String, Content> both = new LinkedHashMap<>();
                both.put(from, null);
                both.put(to, content);
                change(both);
            }
        }

        @Override
        public void delete(String name) throws IOException {
            synchronized (FailingDisk.this) {
                begin("delete " + name);
                if (names.containsKey(name)) {
                    change(name, null);
                }
            }
        }

        private void change(String name, Content content) {
            Map<String, Content> one = new LinkedHashMap<>();
            one.put(name, content);
            change(one);
        }

        private void change(Map<String, Content> change) {
            changes.add(new Change(change));
            apply(change, names);
        }

        private static void apply(Map<String, Content> change, Map<String, Content> to) {
            change.forEach((name, content) -> {
                if (content == null) {
                    to.remove(name);
                } else {
                    to.put(name, content);
                }
            });
        }

        @Override
        public void sync() throws IOException {
            synchronized (FailingDisk.this) {
                begin("sync " + path);
                onDisk.clear();
                onDisk.putAll(names);
                changes.clear();
            }
        }

        private Directory afterPowerCut(FailingDisk disk, Bytes bytes, Names left) {
            Directory after = disk.directory(path);
            Map<String, Content> there = new TreeMap<>(onDisk);
            for (int i = left == Names.LAST ? Math.max(0, changes.size() - 1) : 0; i < changes.size(); i++) {
                if (left != Names.NONE) {
                    apply(changes.get(i).names, there);
                }
            }
            there.forEach((name, content) -> {
                Content copy = new Content();
                copy.data = content.afterPowerCut(bytes);
                copy.disk = copy.data;
                after.names.put(name, copy);
                after.onDisk.put(name, copy);
            });
            return after;
        }

        /** The bytes of a file, as the operating system shows them. */
        public byte[] bytes(String name) {
            synchronized (FailingDisk.this) {
                return names.get(name).data.clone();
            }
        }
    }

    private final class File implements LogDirectory.WritableFile {

        private final String name;
        private final Content content;
        private boolean closed;

        File(String name, Content content) {
            this.name = name;
            this.content = content;
            open.add(name);
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            synchronized (FailingDisk.this) {
                int done = bytes.length;
                try {
                    begin("write " + bytes.length + " bytes to " + name);
                } catch (IOException e) {
                    done = Math.min(shortWrite, bytes.length / 2);
                    throw e;
                } finally {
                    content.write(bytes, done, (int) position);
                }
            }
        }

        @Override
        public void sync() throws IOException {
            awaitRelease();
            synchronized (FailingDisk.this) {
                try {
                    begin("sync " + name);
                    content.sync();
                    syncs++;
                } catch (IOException e) {
                    if (!cut) {
                        // The operating system has dropped them, and does not know of them any more.
                        content.unsynced.clear();
                    }
                    throw e;
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FailingDisk.this) {
                begin("truncate " + name + " to " + size);
                content.truncate((int) size);
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (FailingDisk.this) {
                if (!closed) {
                    closed = true;
                    open.remove(name);
                }
            }
        }
    }

    private final Map<String, Directory> directories = new LinkedHashMap<>();
    /** The names of the files that are open. */
    private final List<String> open = new CopyOnWriteArrayList<>();
    private final List<String> done = new ArrayList<>();
    private int operations;
    private int syncs;
    private Fault fault;
    private int at = -1;
    private int shortWrite = Integer.MAX_VALUE;
    private boolean cut;
    private boolean heldBack;
    /** Files whose names end so are not read; null for none. */
    private String unreadable;
    private int waiting;

    /** A directory on it, empty at first. */
    public synchronized Directory directory(String path) {
        return directories.computeIfAbsent(path, Directory::new);
    }

    /**
     * Lets something happen at an operation.
     *
     * @param operation its number, from 0 on; see {@link #operations()}
     */
    public synchronized void fail(int operation, Fault what) {
        at = operation;
        fault = what;
    }

    /** From now on, everything fails. */
    public synchronized void failFromNowOn() {
        fail(operations, Fault.FOR_GOOD);
    }

    /** Nothing fails any more. */
    public synchronized void repair() {
        at = -1;
        fault = null;
    }

    /** How many operations there were. */
    public synchronized int operations() {
        return operations;
    }

    /** What was done, in its order. */
    public synchronized List<String> log() {
        return List.copyOf(done);
    }

    /** How many files were synced. */
    public synchronized int syncs() {
        return syncs;
    }

    /** Whether the power has gone. */
    public synchronized boolean isCut() {
        return cut;
    }

    /** Whether everything fails from now on, and something has. */
    public synchronized boolean isBroken() {
        return fault == Fault.FOR_GOOD && operations > at;
    }

    /** How many files are open. */
    public int openFiles() {
        return open.size();
    }

    /** Which files are open. */
    public List<String> openNames() {
        return List.copyOf(open);
    }

    /** Lets syncs of files wait until {@link #release()}. */
    public synchronized void holdSyncs() {
        heldBack = true;
    }

    /** Lets those wait until {@link #release()} who read files whose names end in some way. */
    public synchronized void holdReads(String ending) {
        unreadable = ending;
    }

    /** Lets syncs and reads go on that wait, and do not wait any more. */
    public synchronized void release() {
        heldBack = false;
        unreadable = null;
        notifyAll();
    }

    /** Waits until a sync waits. */
    public synchronized void awaitHeldSync() throws InterruptedException {
        while (waiting == 0) {
            wait();
        }
    }

    private synchronized void awaitReadable(String name) throws IOException {
        try {
            while (unreadable != null && name.endsWith(unreadable)) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private synchronized void awaitRelease() throws IOException {
        waiting++;
        notifyAll();
        try {
            while (heldBack) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            waiting--;
        }
    }

    /** What is there when the power is back. */
    public synchronized FailingDisk afterPowerCut(Bytes bytes, Names names) {
        FailingDisk after = new FailingDisk();
        directories.values().forEach(directory -> directory.afterPowerCut(after, bytes, names));
        return after;
    }

    private void checkPower() throws IOException {
        if (cut) {
            throw new IOException("there is no power");
        }
    }

    private void begin(String operation) throws IOException {
        checkPower();
        int number = operations++;
        done.add(operation);
        if (fault != null && (number == at || number > at && fault == Fault.FOR_GOOD)) {
            cut = fault == Fault.POWER_CUT;
            throw new IOException("No space left on device");
        }
    }
}
