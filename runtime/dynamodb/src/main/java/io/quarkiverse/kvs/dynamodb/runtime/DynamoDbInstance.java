package io.quarkiverse.kvs.dynamodb.runtime;

import java.net.BindException;
import java.net.URI;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkiverse.kvs.dynamodb.http.DynamoDbServer;
import io.quarkiverse.kvs.dynamodb.http.Promises;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Tables;
import io.quarkiverse.kvs.runtime.ListeningHost;
import io.quarkiverse.kvs.runtime.LoopbackAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;

/**
 * The tables together with the listener that offers them, as they outlive the application in dev mode.
 * <p>
 * Safe for use by many threads. {@link #listen} and {@link #close} wait, and so are not for event loops.
 */
public final class DynamoDbInstance implements DynamoDbEndpoint, AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs.dynamodb");

    private final Vertx vertx;
    private final OperationObservers observers = new OperationObservers();
    private ServerState data;
    private EndpointSettings settings;
    private Service service;
    private DynamoDbServer listener;
    private TableMaintenance maintenance;

    /** @param vertx it stays open when this is closed */
    DynamoDbInstance(Vertx vertx) {
        this.vertx = vertx;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Who is told of calls, and may let them fail. */
    public OperationObservers observers() {
        return observers;
    }

    /** What requests are answered from; null before {@link #listen}. */
    public synchronized Service service() {
        return service;
    }

    /** Secrets by access keys; empty if every signature will do. */
    public synchronized Map<String, String> credentials() {
        return settings.credentials();
    }

    /**
     * Offers the tables that are in this data. A listener that does already is kept if nothing has changed, connections
     * included; otherwise another one takes its place.
     *
     * @param server its data has been loaded, and the tables are in the last of its databases
     * @throws BindException if the port cannot be listened on; the message says why
     * @throws ConfigurationException if other members of a cluster could not reach the endpoint
     */
    synchronized void listen(ServerState server, EndpointSettings wanted) throws BindException {
        if (isListeningAs(server, wanted)) {
            return;
        }
        close();
        begin(server, wanted, wanted);
    }

    /** The same, except that another port is taken if the one that is wanted is in use. */
    synchronized void listenSomewhere(ServerState server, EndpointSettings wanted) throws BindException {
        if (isListeningAs(server, wanted)) {
            return;
        }
        close();
        try {
            begin(server, wanted, wanted);
        } catch (BindException e) {
            begin(server, wanted, wanted.with(0));
        }
    }

    synchronized boolean isListeningAs(ServerState server, EndpointSettings wanted) {
        return listener != null && server == data && wanted.equals(settings);
    }

    /**
     * Refuses a listener that other members of a cluster do not reach: they send requests to that of the one that leads.
     *
     * @param elsewhere a member on another machine; null if there is none
     * @throws ConfigurationException in that case
     */
    static void requireReachable(String host, String elsewhere) {
        if (elsewhere != null && LoopbackAddress.is(host)) {
            throw new ConfigurationException("The DynamoDB endpoint would listen on " + host + ", which only this machine "
                    + "reaches, but the cluster has the member " + elsewhere + ": members send requests to the endpoint of the "
                    + "one that leads. Set quarkus.kvs.dynamodb.host to an address that the other members reach, such as "
                    + "0.0.0.0, and the same credentials for all members.", Set.of("quarkus.kvs.dynamodb.host"));
        }
    }

    private void begin(ServerState server, EndpointSettings wanted, EndpointSettings used) throws BindException {
        if (server.group() != null) {
            requireReachable(used.host(), server.group().elsewhere());
        }
        Tables found = new Tables(server, server.store().databases() - 1);
        Service offered = new Service(found, used.region(), used.delayMillis());
        DynamoDbServer next = new DynamoDbServer(new DynamoDbServer.Options(offered, Operations.ALL)
                .host(used.host())
                .port(used.port())
                .eventLoops(used.eventLoops())
                .credentials(used.credentials())
                .promises(Promises.of(server.changes()))
                .interceptor(observers)
                .group(server::group)
                .vertx(vertx));
        try {
            next.start();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof BindException) {
                throw (BindException) e.getCause();
            }
            throw e;
        }
        data = server;
        settings = wanted;
        service = offered;
        listener = next;
        maintenance = new TableMaintenance(vertx, found);
        if (server.group() != null) {
            server.group().offer(DynamoDbServer.DOOR, next.port());
        }
        LOG.infof("DynamoDB endpoint listening on %s (region %s, %s)", uri(), used.region(),
                used.credentials().isEmpty() ? "any credentials" : "signatures are verified");
    }

    /** Stops; the data stays in the store. */
    @Override
    public synchronized void close() {
        if (listener != null) {
            maintenance.close();
            URI ended = uri();
            listener.close();
            listener = null;
            LOG.infof("DynamoDB endpoint on %s stopped", ended);
        }
    }

    @Override
    public synchronized String host() {
        return settings.host();
    }

    @Override
    public synchronized int port() {
        return listener == null ? -1 : listener.port();
    }

    @Override
    public synchronized String region() {
        return settings.region();
    }

    @Override
    public synchronized URI uri() {
        if (listener == null) {
            throw new IllegalStateException("the DynamoDB endpoint does not listen");
        }
        return uri(settings.host(), listener.port());
    }

    /** How clients on this machine reach what listens there. */
    public static URI uri(String host, int port) {
        return URI.create("http://" + ListeningHost.inUri(host) + ":" + port);
    }

}
