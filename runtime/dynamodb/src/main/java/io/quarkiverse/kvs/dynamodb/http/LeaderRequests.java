package io.quarkiverse.kvs.dynamodb.http;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * Sends requests on to the server that leads, as they are, and its responses back. So a signature still holds, which covers the
 * header {@code Host}. What has been sent on once is not sent on again.
 * <p>
 * Methods are for the event loops of requests.
 */
final class LeaderRequests {

    private static final String SENT_ON = "X-Kvs-Sent-On";
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    /** To the leader, and so many requests may wait for one of them. */
    private static final int MOST_CONNECTIONS = 128;
    private static final int MOST_WAITING = 4_096;
    /** Those of one connection, and not of a message. */
    private static final Set<String> OF_CONNECTION = caseless("Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length",
            "Expect", "Upgrade", "TE", "Trailer", "Proxy-Connection");

    private final Vertx vertx;
    private final Supplier<ReplicaGroup> group;
    /** Made when it is needed first, which is never with one server. */
    private HttpClient client;

    /** @param group gives null if no other server has the same data */
    LeaderRequests(Vertx vertx, Supplier<ReplicaGroup> group) {
        this.vertx = vertx;
        this.group = group;
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(
                    new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setMaxInitialLineLength(16 * 1024)
                            .setMaxHeaderSize(64 * 1024),
                    new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
        }
        return client;
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    /** Whether another server is to answer. */
    boolean isNeeded(HttpServerRequest request) {
        ReplicaGroup current = group.get();
        return current != null && !current.isLeading() && !request.method().name().equals("GET");
    }

    /** @param failed is told why there is no response */
    void send(HttpServerRequest request, Buffer body, Consumer<String> failed) {
        ReplicaGroup current = group.get();
        InetSocketAddress leader = current == null ? null : current.atLeader(DynamoDbServer.DOOR);
        if (leader == null || request.getHeader(SENT_ON) != null) {
            failed.accept("No server leads now: try again");
            return;
        }
        RequestOptions options = new RequestOptions().setMethod(request.method()).setHost(leader.getHostString())
                .setPort(leader.getPort()).setURI(request.uri()).setTimeout(PATIENCE_MILLIS);
        client().request(options).compose(sent -> ask(request, sent, body))
                .compose(response -> response.body().onSuccess(content -> answer(request.response(), response, content)))
                .onFailure(failure -> failed.accept("The server that leads does not answer: try again"));
    }

    private static Future<HttpClientResponse> ask(HttpServerRequest from, HttpClientRequest to, Buffer body) {
        for (Map.Entry<String, String> header : from.headers()) {
            if (!OF_CONNECTION.contains(header.getKey())) {
                to.headers().add(header.getKey(), header.getValue());
            }
        }
        to.putHeader(SENT_ON, "1");
        return to.send(body);
    }

    private static void answer(HttpServerResponse to, HttpClientResponse from, Buffer content) {
        if (to.ended() || to.closed()) {
            return;
        }
        to.setStatusCode(from.statusCode());
        for (Map.Entry<String, String> header : from.headers()) {
            if (!OF_CONNECTION.contains(header.getKey())) {
                to.headers().add(header.getKey(), header.getValue());
            }
        }
        to.end(content);
    }
}
