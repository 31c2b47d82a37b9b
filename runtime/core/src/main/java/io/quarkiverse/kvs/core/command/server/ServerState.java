package io.quarkiverse.kvs.core.command.server;

import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.BlockedClients;
import io.quarkiverse.kvs.core.command.CommandExecutor;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Forwarder;
import io.quarkiverse.kvs.core.command.client.Clients;
import io.quarkiverse.kvs.core.command.client.PubSub;
import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.replication.Following;
import io.quarkiverse.kvs.core.command.replication.Migrations;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.replication.Replicas;
import io.quarkiverse.kvs.core.command.script.Functions;
import io.quarkiverse.kvs.core.command.script.Scripts;
import io.quarkiverse.kvs.core.log.ChangeLog;
import io.quarkiverse.kvs.core.store.ActiveExpiry;
import io.quarkiverse.kvs.core.store.Store;

/**
 * A server, put together from its parts: each knows the others that it needs, and commands find them here. Safe for use by many
 * threads.
 */
public final class ServerState {

    private final CommandTable commands;
    private final Store store;
    private final Settings settings;
    private final ServerTime time;
    private final Telemetry telemetry;
    private final Access access;
    private final Gates gates;
    private final PubSub pubSub = new PubSub();
    private final BlockedClients blockedClients;
    private final Clients clients;
    private final ChangeLog changes = new ChangeLog();
    private final Recording recording;
    private final Persistence persistence;
    private final Replicas replicas;
    private final Following following;
    private final Migrations migrations;
    private final Obstacles obstacles = new Obstacles();
    private final Scripts scripts = new Scripts(this);
    private final Functions functions = new Functions(this);
    private final MaxMemory maxMemory;
    private final CommandExecutor executor;
    private final ServerMetrics metrics = new ServerMetrics(this);
    private final String runId;
    private volatile ServerControl control = ServerControl.none();
    private volatile CommandInterceptor interceptor;
    private volatile ReplicaGroup group;
    private volatile Forwarder forwarder;
    private volatile boolean activeExpiry = true;

    /**
     * @param clock milliseconds since 1970
     * @param nanoClock nanoseconds since any instant, to measure how long things take
     */
    public ServerState(Store store, Settings settings, LongSupplier clock, LongSupplier nanoClock) {
        this(Families.TABLE, store, settings, clock, nanoClock);
    }

    /** @param commands those that the server has: see {@link Families#with} */
    public ServerState(CommandTable commands, Store store, Settings settings, LongSupplier clock, LongSupplier nanoClock) {
        this.commands = commands;
        this.store = store;
        this.settings = settings;
        Scheduler scheduler = (millis, task) -> control.schedule(millis, task);
        time = new ServerTime(store, clock, nanoClock);
        telemetry = new Telemetry(commands, settings, time);
        access = new Access(commands, settings);
        gates = new Gates(store, time, scheduler);
        blockedClients = new BlockedClients(this);
        store.lateServing(blockedClients::serveLater);
        clients = new Clients(store, settings, access, telemetry, pubSub, blockedClients, gates, scheduler);
        maxMemory = new MaxMemory(store, settings, time, clients, telemetry.latency());
        executor = new CommandExecutor(this);
        recording = new Recording(store, time, changes);
        persistence = new Persistence(this);
        replicas = new Replicas(this);
        following = new Following(this);
        migrations = new Migrations(this);
        runId = access.randomDigits(40);
        settings.onListen((hosts, port) -> control.listenOn(hosts, port));
        EventPublisher.start(store, settings, pubSub);
    }

    /** The commands that can be called. */
    public CommandTable commands() {
        return commands;
    }

    /** The data. */
    public Store store() {
        return store;
    }

    /** How the data is kept in files. */
    public Persistence persistence() {
        return persistence;
    }

    /** Those who follow this server. */
    public Replicas replicas() {
        return replicas;
    }

    /** Whether this server follows another one. */
    public Following following() {
        return following;
    }

    /** Sets the servers of which this one is a member; null for none. */
    public void group(ReplicaGroup of) {
        group = of;
    }

    /** The servers of which this one is a member, that hold the same data; null mostly. */
    public ReplicaGroup group() {
        return group;
    }

    /** Sets what lets another server execute commands; null for nothing. */
    public void forwarder(Forwarder by) {
        forwarder = by;
    }

    /** What lets another server execute commands; null mostly. */
    public Forwarder forwarder() {
        return forwarder;
    }

    /** Keys on their way to other servers. */
    public Migrations migrations() {
        return migrations;
    }

    /** The scripts. */
    public Scripts scripts() {
        return scripts;
    }

    /** The functions, which are part of the data. */
    public Functions functions() {
        return functions;
    }

    /** What keeps commands from being executed at the moment. */
    public Obstacles obstacles() {
        return obstacles;
    }

    /** The log of what is done to the data. Nothing is recorded in it as long as it has no listeners. */
    public ChangeLog changes() {
        return changes;
    }

    /** Who takes the records of that log. */
    public Recording recording() {
        return recording;
    }

    /** The parameters. */
    public Settings settings() {
        return settings;
    }

    /** Runs requests. */
    public CommandExecutor executor() {
        return executor;
    }

    /** The clocks. */
    public ServerTime time() {
        return time;
    }

    /** What is counted, timed, logged and shown of commands. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** Who may call what. */
    public Access access() {
        return access;
    }

    /** Who is connected. */
    public Clients clients() {
        return clients;
    }

    /** The clients that wait for keys. */
    public BlockedClients blockedClients() {
        return blockedClients;
    }

    /** The channels. */
    public PubSub pubSub() {
        return pubSub;
    }

    /** How much memory is used, and what is done when it becomes too much. */
    public MaxMemory maxMemory() {
        return maxMemory;
    }

    /** Opens the gate to the data for what is no command. */
    public Gates gates() {
        return gates;
    }

    /** What can be measured. */
    public ServerMetrics metrics() {
        return metrics;
    }

    /** A name that no other server has, and this one not either when it is started again: 40 hexadecimal digits. */
    public String runId() {
        return runId;
    }

    /** Sets what commands can ask of the program around the server. */
    public void control(ServerControl by) {
        control = by;
    }

    public ServerControl control() {
        return control;
    }

    /** Sets what is asked before commands are executed; null for nothing. */
    public void interceptor(CommandInterceptor asked) {
        interceptor = asked;
    }

    /** What is asked before commands are executed, or null. */
    public CommandInterceptor interceptor() {
        return interceptor;
    }

    /** Whether expired keys are removed though no command asks for them. */
    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    public void activeExpiry(boolean yes) {
        activeExpiry = yes;
    }

    /**
     * The clock has leapt: clients whose time to wait is over by it are answered, and expired keys are removed, before this
     * returns.
     */
    public void clockMoved() {
        store.clockTurned();
        long now = time.currentTimeMillis();
        blockedClients.timeOutAll(now);
        clients.pause().clockMoved(now);
        if (activeExpiry) {
            new ActiveExpiry(store).run(now, () -> false);
        }
    }
}
