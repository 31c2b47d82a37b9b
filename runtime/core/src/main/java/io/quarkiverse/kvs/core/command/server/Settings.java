package io.quarkiverse.kvs.core.command.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkiverse.kvs.core.command.server.Setting.Bool;
import io.quarkiverse.kvs.core.command.server.Setting.Int;
import io.quarkiverse.kvs.core.command.server.Setting.Share;
import io.quarkiverse.kvs.core.command.server.Setting.Text;
import io.quarkiverse.kvs.core.command.server.Setting.Word;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.core.store.rdb.ValueLimits;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.StreamLimits;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrders;

/**
 * The parameters of CONFIG GET and CONFIG SET: those that take effect, which are the fields here, and those of
 * Redis that mean nothing here, which are kept so that they can be read back.
 * <p>
 * Safe for use by many threads.
 */
public final class Settings {

    /** The version of Redis that the server is like. */
    public static final String REDIS_VERSION = "7.0.15";

    static final String ALL_CHANNELS = "allchannels";
    private static final String ACCEPTED = "accepted-parameters.txt";
    private static final long MIN_BULK_LENGTH = 1024 * 1024;
    private static final long MAX_LENGTH = Integer.MAX_VALUE - 8;
    /** The bound on what clients make the server hold is never lower, as in Redis: below, one could not even raise it. */
    private static final long MIN_CLIENT_MEMORY = 128 * 1024;
    private final long heap = Runtime.getRuntime().maxMemory();
    /** Nor is it less than so much of the heap where it is a share of another bound, which may be lowered to anything. */
    private final long minClientShare = heap / 16;
    /** A reply may have so much of the heap in any case, if {@code client-output-buffer-limit} allows it. */
    private final long replyShare = heap / 4;
    /** In Redis's order. */
    private static final List<String> POLICIES = List.of("volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl",
            "allkeys-lru", "allkeys-lfu", "allkeys-random", "noeviction");

    private final Map<String, Setting<?>> all = new LinkedHashMap<>();
    private final int maxArguments;
    private final int maxKey;
    private volatile DecoderLimits limits;
    private volatile NodeLimits listNodes;
    private volatile StreamLimits streamNodes;
    private volatile KeyOrders keyOrders = KeyOrders.BYTES;
    private volatile String redisVersion = REDIS_VERSION;

    private final PersistenceSettings persistence;
    private final ReplicationSettings replication;
    private final Setting<Long> port;
    private final Addresses bind;
    final Setting<Long> maxClients;
    final Setting<Long> timeout;
    final Setting<Long> maxBulkLength;
    final Setting<Long> maxRequestLength;
    final OutputLimits outputLimits;
    public final Setting<String> password;
    final Setting<String> aclChannels = add(
            new Word("acl-pubsub-default", "resetchannels", List.of(ALL_CHANNELS, "resetchannels")));
    final Setting<Long> aclLogLength = add(new Int("acllog-max-len", 128, 0, 1_000_000, false));
    final Setting<String> aclFile = add(new Text("aclfile", ""));
    final Setting<String> events = add(new KeyspaceEvents());
    final Setting<Long> slowLogTime = add(new Int("slowlog-log-slower-than", 10_000, -1, Long.MAX_VALUE, false));
    final Setting<Long> slowLogLength = add(new Int("slowlog-max-len", 128, 0, 1_000_000, false));

    final Setting<Long> hashMaxEntries = addWithAlias("hash-max-ziplist-entries", count("hash-max-listpack-entries", 512));
    final Setting<Long> hashMaxValue = addWithAlias("hash-max-ziplist-value", count("hash-max-listpack-value", 64));
    final Setting<Long> listMaxSize = addWithAlias("list-max-ziplist-size",
            new Int("list-max-listpack-size", -2, Integer.MIN_VALUE, Integer.MAX_VALUE, false));
    public final Setting<Long> setMaxIntegers = add(count("set-max-intset-entries", 512));
    final Setting<Long> zsetMaxEntries = addWithAlias("zset-max-ziplist-entries", count("zset-max-listpack-entries", 128));
    final Setting<Long> zsetMaxValue = addWithAlias("zset-max-ziplist-value", count("zset-max-listpack-value", 64));
    private final Setting<Long> streamNodeMaxBytes = add(new Int("stream-node-max-bytes", 4096, 0, Long.MAX_VALUE, true));
    private final Setting<Long> streamNodeMaxEntries = add(count("stream-node-max-entries", 100));
    public final Setting<Long> hllSparseMaxBytes = add(new Int("hll-sparse-max-bytes", 3000, 0, Long.MAX_VALUE, true));
    public final Setting<Boolean> rdbCompression = add(new Bool("rdbcompression", true));
    /** In milliseconds. */
    public final Setting<Long> busyReplyThreshold = addWithAlias("lua-time-limit",
            new Int("busy-reply-threshold", 5000, 0, Long.MAX_VALUE, false));
    public final Setting<Long> maxMemory;
    public final Setting<String> maxMemoryPolicy;
    private final Setting<Long> maxMemoryClients;
    private final Setting<Long> evictionTenacity = add(new Int("maxmemory-eviction-tenacity", 10, 0, 100, false));
    final Setting<Long> latencyThreshold = add(new Int("latency-monitor-threshold", 0, 0, Long.MAX_VALUE, false));
    final Setting<Boolean> latencyTracking = add(new Bool("latency-tracking", true));
    public final Setting<List<Double>> latencyPercentiles = add(new Percentiles(50.0, 99.0, 99.9));
    private final Setting<Long> trackingTableMaxKeys = add(count("tracking-table-max-keys", 1_000_000));
    final Setting<Long> maxMemorySamples = add(new Int("maxmemory-samples", 5, 1, Integer.MAX_VALUE, false));
    final Setting<Long> lfuLogFactor = add(new Int("lfu-log-factor", 10, 0, Integer.MAX_VALUE, false));
    final Setting<Long> lfuDecayTime = add(new Int("lfu-decay-time", 1, 0, Integer.MAX_VALUE, false));

    /**
     * What the configuration of the application says.
     *
     * @param limits what a request may be at most
     * @param maxClients how many connections may be open
     * @param replyBacklog how many bytes of replies may wait for a client
     * @param timeoutSeconds after how many silent seconds a client is disconnected; 0 for never
     * @param password what AUTH asks for; empty if it is not needed
     * @param memory how much of it may be used
     * @param persistence how data is kept in files
     */
    public record Initial(DecoderLimits limits, int maxClients, int replyBacklog, long timeoutSeconds, String password,
            int databases,
            String host, boolean debug, MemoryBounds memory, PersistenceSettings.Initial persistence) {

        /** Redis's, and nothing to ask for. */
        public static Initial defaults() {
            return new Initial(new DecoderLimits(1024 * 1024, 1024 * 1024, 512 * 1024 * 1024, 1024 * 1024 * 1024), 10_000,
                    Integer.MAX_VALUE, 0, "", 16, "localhost", true, MemoryBounds.NONE,
                    PersistenceSettings.Initial.OFF);
        }
    }

    public Settings(Initial initial) {
        limits = initial.limits;
        maxArguments = limits.arguments();
        maxKey = limits.key();
        maxClients = add(new Int("maxclients", initial.maxClients, 1, Integer.MAX_VALUE, false));
        timeout = add(new Int("timeout", initial.timeoutSeconds, 0, Integer.MAX_VALUE, false));
        maxBulkLength = add(
                new Int("proto-max-bulk-len", limits.value(), Math.min(MIN_BULK_LENGTH, limits.value()), MAX_LENGTH, true));
        maxRequestLength = add(
                new Int("client-query-buffer-limit", limits.request(), Math.min(MIN_BULK_LENGTH, limits.request()), MAX_LENGTH,
                        true));
        maxMemory = add(new Int("maxmemory", initial.memory.bytes(), 0, Long.MAX_VALUE, true));
        maxMemoryPolicy = add(new Word("maxmemory-policy", initial.memory.policy().toString(), POLICIES));
        maxMemoryClients = add(new Share("maxmemory-clients", initial.memory.clients()));
        outputLimits = add(new OutputLimits(initial.replyBacklog));
        password = add(new Text("requirepass", Access.bytes(initial.password)));
        aclFile.immutable();
        add(new Int("databases", initial.databases, 1, Integer.MAX_VALUE, false)).immutable();
        bind = add(new Addresses(initial.host));
        bind.slow();
        port = add(new Int("port", 0, 0, 65_535, false));
        port.slow();
        add(new Bool("enable-debug-command", initial.debug)).immutable();
        maxBulkLength.onChange(changed -> limitsChanged());
        maxRequestLength.onChange(changed -> limitsChanged());
        listMaxSize.onChange(size -> listNodes = NodeLimits.of(size));
        listNodes = NodeLimits.of(listMaxSize.value());
        streamNodeMaxBytes.onChange(changed -> streamNodesChanged());
        streamNodeMaxEntries.onChange(changed -> streamNodesChanged());
        streamNodesChanged();
        persistence = new PersistenceSettings(this, initial.persistence);
        replication = new ReplicationSettings(this, outputLimits);
        addAccepted();
    }

    /** Replicas, and being one. */
    public ReplicationSettings replication() {
        return replication;
    }

    /** How data is kept in files. */
    public PersistenceSettings persistence() {
        return persistence;
    }

    /** What a request may be at most, now. */
    public DecoderLimits limits() {
        return limits;
    }

    /** Notes which port is listened on. */
    public void listeningOn(int number) {
        port.restore((long) number);
    }

    /** Listens on other addresses or another port. */
    @FunctionalInterface
    interface Listening {
        void on(List<String> hosts, int port) throws IOException;
    }

    /** Sets what is done when others are to be listened on. */
    void onListen(Listening listening) {
        port.onChange(number -> listen(listening, "Unable to listen on this port. Check server logs."));
        bind.onChange(text -> listen(listening, "Failed to bind to specified addresses."));
    }

    private void listen(Listening listening, String otherwise) {
        if (port.value() == 0) {
            throw new IllegalArgumentException("without a port, there would be no way to connect");
        }
        try {
            listening.on(bind.hosts(), port.value().intValue());
        } catch (IOException e) {
            throw new IllegalArgumentException(otherwise, e);
        }
    }

    /**
     * Sets from when on commands are slow.
     *
     * @param micros in microseconds; -1 for never
     */
    public void slowLogThreshold(long micros) {
        slowLogTime.value(micros);
    }

    /** The version of Redis that clients are told, who may ask for it before they use a command of a later one. */
    public String redisVersion() {
        return redisVersion;
    }

    /** Sets what clients are told from now on. */
    public void redisVersion(String told) {
        redisVersion = told;
    }

    /** How many connections may be open. */
    public int maxClients() {
        return maxClients.value().intValue();
    }

    /** After how many silent milliseconds a client is disconnected; 0 for never. */
    public long timeoutMillis() {
        return timeout.value() * 1000;
    }

    /** How many bytes of replies may wait for a client that is, or is not, subscribed to channels. */
    public long maxOutput(boolean subscriber) {
        long hard = outputLimits.of(subscriber).hard();
        return hard == 0 ? Long.MAX_VALUE : hard;
    }

    /** How many bytes all clients together may make the server hold; 0 for no bound. */
    public long maxClientMemory() {
        long limit = maxMemoryClients.value();
        if (limit >= 0) {
            return limit == 0 ? 0 : Math.max(limit, MIN_CLIENT_MEMORY);
        }
        long all = maxMemory.value();
        return all == 0 ? 0 : Math.max(all / 100 * -limit, Math.max(minClientShare, MIN_CLIENT_MEMORY));
    }

    /** For how long one command may evict keys: Redis's {@code maxmemory-eviction-tenacity}, as there. */
    long evictionNanos() {
        long tenacity = evictionTenacity.value();
        if (tenacity <= 10) {
            return 50_000 * tenacity;
        }
        return tenacity == 100 ? Long.MAX_VALUE : (long) (500_000 * Math.pow(1.15, tenacity - 10.0));
    }

    /** How many keys are remembered for clients that track them; 0 for no bound. */
    public long trackingTableMaxKeys() {
        return trackingTableMaxKeys.value();
    }

    /** Sets what is done when that changes. */
    public void onTrackingLimit(Runnable changed) {
        trackingTableMaxKeys.onChange(limit -> changed.run());
    }

    /** Up to what size hashes are stored in one piece. */
    public PackingLimits hashPacking() {
        return new PackingLimits(hashMaxEntries.value(), hashMaxValue.value());
    }

    /** Up to what size values that are read are stored in their compact ways. */
    public ValueLimits valueLimits() {
        return new ValueLimits(limits.value(), hashPacking(), sortedSetPacking(), setMaxIntegers.value(), listNodes, keyOrders);
    }

    /** Which orders of keys ordered maps may have. */
    public KeyOrders keyOrders() {
        return keyOrders;
    }

    /** Sets that, before any data is there. */
    public void keyOrders(KeyOrders known) {
        keyOrders = known;
    }

    /** Up to what size the nodes of new lists take elements. */
    public NodeLimits listNodes() {
        return listNodes;
    }

    /** Up to what size the nodes of streams take entries. */
    public StreamLimits streamNodes() {
        return streamNodes;
    }

    /** Up to what size sorted sets are stored in one piece. */
    public PackingLimits sortedSetPacking() {
        return new PackingLimits(zsetMaxEntries.value(), zsetMaxValue.value());
    }

    /** How many bytes of replies a client that is, or is not, subscribed to channels can ever receive at once. */
    public int maxReply(boolean subscriber) {
        long all = maxClientMemory();
        long reply = all == 0 ? Integer.MAX_VALUE : Math.max(all, replyShare);
        return (int) Math.min(Integer.MAX_VALUE, Math.min(reply, maxOutput(subscriber)));
    }

    public boolean isDebugEnabled() {
        return (Boolean) all.get("enable-debug-command").value();
    }

    /** All parameters by their names; a few have two. */
    public Map<String, Setting<?>> all() {
        return all;
    }

    /** The parameter of a name, in any case, or null. */
    public Setting<?> find(String name) {
        return all.get(name.toLowerCase(Locale.ROOT));
    }

    private void limitsChanged() {
        limits = new DecoderLimits(maxArguments, maxKey, maxBulkLength.value().intValue(), maxRequestLength.value().intValue());
    }

    private void streamNodesChanged() {
        streamNodes = new StreamLimits(streamNodeMaxBytes.value(), streamNodeMaxEntries.value());
    }

    <S extends Setting<?>> S add(S setting) {
        all.put(setting.name(), setting);
        return setting;
    }

    /** Adds it under the name it had in older versions, too. */
    <S extends Setting<?>> S addWithAlias(String oldName, S setting) {
        all.put(oldName, setting);
        return add(setting);
    }

    private static Int count(String name, long initial) {
        return new Int(name, initial, 0, Long.MAX_VALUE, false);
    }

    private void addAccepted() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Settings.class.getResourceAsStream(ACCEPTED), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null;) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    addAccepted(line.split(" "));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addAccepted(String[] columns) {
        String last = columns[columns.length - 1];
        boolean immutable = last.equals("immutable");
        boolean hidden = last.equals("hidden");
        String value = String.join(" ",
                java.util.Arrays.copyOfRange(columns, 2, columns.length - (immutable || hidden ? 1 : 0)));
        Setting<?> setting = switch (columns[1]) {
            case "bool" -> new Bool(columns[0], value.equals("yes"));
            case "int" -> new Int(columns[0], Long.parseLong(value), Long.MIN_VALUE, Long.MAX_VALUE, false);
            case "memory" -> new Int(columns[0], Long.parseLong(value), Long.MIN_VALUE, Long.MAX_VALUE, true);
            default -> new Text(columns[0], value.equals("''") ? "" : value);
        };
        add(immutable ? setting.immutable() : hidden ? setting.hide() : setting);
    }
}
