package io.quarkiverse.kvs.dynamodb.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.store.RunOnWorkerException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * One request and its response: the body is collected, answered here or on a worker, held back until the log has promised what
 * it tells of, and sent. All on the connection's event loop, which gets to the next request of the connection only then.
 */
final class Exchange {

    private static final Logger LOG = System.getLogger(Exchange.class.getName());

    /** The largest body that the service takes. */
    static final int LARGEST = 16 * 1024 * 1024;
    /** Larger ones are left to workers: to read JSON takes time, too. */
    private static final int SHORT = 64 * 1024;
    /** So long the rest of a body that is too large is thrown away, that the client may read the reply. */
    private static final long DRAIN_MILLIS = 1_000;

    private static final Buffer NOTHING = Buffer.buffer();
    private final Shared shared;
    private final HttpServerRequest request;
    /** Most often the only part. */
    private Buffer body = NOTHING;
    private long taken;
    /** Whether {@link #body} is of our own making. */
    private boolean isJoined;
    private boolean isRefused;

    /** What all exchanges of a server share. */
    record Shared(Vertx vertx, Endpoint endpoint, Workers workers, Budget budget, Promises promises, Interceptor interceptor,
            ReplyWriter writer, LeaderRequests leader) {
    }

    Exchange(Shared shared, HttpServerRequest request) {
        this.shared = shared;
        this.request = request;
    }

    void start() {
        request.handler(this::received);
        request.endHandler(end -> received());
        request.exceptionHandler(failure -> release());
        HttpServerResponse response = request.response();
        response.closeHandler(closed -> release());
        response.endHandler(end -> release());
        if (announcedLength() > LARGEST) {
            refuse(new Reply(413, null, new byte[0], 0));
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            response.writeContinue();
        }
        if (response.writeQueueFull()) {
            // The client has not read the responses before.
            request.pause();
            response.drainHandler(drained -> request.resume());
        }
    }

    /** -1 if it is not announced, or cannot be read: then it counts what arrives. */
    private long announcedLength() {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? -1 : Long.parseLong(header.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void received(Buffer part) {
        if (isRefused) {
            return;
        }
        if (body.length() + part.length() > LARGEST) {
            refuse(new Reply(413, null, new byte[0], 0));
        } else if (!shared.budget.take(part.length())) {
            refuse(busy());
        } else {
            taken += part.length();
            body = body.length() == 0 ? part : joined(part);
        }
    }

    private Buffer joined(Buffer part) {
        if (!isJoined) {
            isJoined = true;
            body = Buffer.buffer().appendBuffer(body);
        }
        return body.appendBuffer(part);
    }

    /** The rest of the body is not read: the connection ends. */
    private void refuse(Reply reply) {
        isRefused = true;
        release();
        request.response().putHeader("Connection", "close");
        shared.writer.write(request, reply);
        shared.vertx.setTimer(DRAIN_MILLIS, over -> request.connection().close());
    }

    private void release() {
        shared.budget.giveBack(taken);
        taken = 0;
    }

    private Reply busy() {
        return Endpoint.error(ErrorType.THROTTLING, "Too many requests wait to be answered. Try again later.",
                request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /** The whole body is there. */
    private void received() {
        if (isRefused) {
            request.connection().close();
            return;
        }
        if (shared.leader.isNeeded(request)) {
            shared.leader.send(request, body, why -> send(Endpoint.error(ErrorType.INTERNAL, why,
                    request.getHeader(HttpHeaders.CONTENT_TYPE))));
            return;
        }
        String uri = request.uri();
        int mark = uri.indexOf('?');
        Request whole = new Request(request.method().name(), mark < 0 ? uri : uri.substring(0, mark),
                mark < 0 ? null : uri.substring(mark + 1), request.headers(), body.getBytes());
        Operation operation = shared.endpoint.operation(request.getHeader(Request.TARGET));
        boolean isShort = whole.body().length <= SHORT && (operation == null || operation.isShort());
        if (isShort) {
            try {
                answered(operation, shared.endpoint.answer(whole, Endpoint.Attempt.WITHOUT_WAITING));
                return;
            } catch (RunOnWorkerException e) {
                // On a worker, then.
            } catch (Error e) {
                failed(e);
                return;
            }
        }
        Endpoint.Attempt attempt = isShort ? Endpoint.Attempt.SECOND : Endpoint.Attempt.FIRST;
        Future<Reply> reply = shared.workers.run(() -> shared.endpoint.answer(whole, attempt));
        if (reply == null) {
            send(busy());
        } else {
            reply.onSuccess(done -> answered(operation, done)).onFailure(this::failed);
        }
    }

    /** What is not the operation's own failure: memory is short, a class is missing. */
    private void failed(Throwable failure) {
        LOG.log(Level.ERROR, "No response could be sent to a request", failure);
        send(failed());
    }

    private Reply failed() {
        return Endpoint.error(ErrorType.INTERNAL, ErrorType.INTERNAL.text(), request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    private void answered(Operation operation, Reply reply) {
        long delay = operation == null ? 0 : shared.interceptor.delayMillis(operation.name());
        if (delay > 0) {
            shared.vertx.setTimer(delay, over -> sendWhenPromised(reply));
        } else {
            sendWhenPromised(reply);
        }
    }

    private void sendWhenPromised(Reply reply) {
        if (reply.dependsOn() == 0 || shared.promises.isPromised(reply.dependsOn())) {
            send(reply);
            return;
        }
        Context loop = shared.vertx.getOrCreateContext();
        shared.promises.whenPromised(reply.dependsOn(),
                () -> loop.runOnContext(now -> send(reply)),
                why -> loop.runOnContext(now -> send(failed())));
    }

    private void send(Reply reply) {
        shared.writer.write(request, reply);
    }
}
