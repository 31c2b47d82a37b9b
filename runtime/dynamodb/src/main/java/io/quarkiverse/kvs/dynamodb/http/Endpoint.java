package io.quarkiverse.kvs.dynamodb.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.ShapeReader;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.RunOnWorkerException;
import io.vertx.core.http.HttpHeaders;

/**
 * Answers requests, in the order of DynamoDB's checks: whether it is a call at all, whether its body is JSON, which operation
 * it calls, who calls it, whether the body has the operation's shape, whether it is within the bounds; then the operation has
 * its say.
 * <p>
 * Knows no connections. Safe for use by many threads.
 */
final class Endpoint {

    private static final Logger LOG = System.getLogger(Endpoint.class.getName());

    private static final String JSON = "application/json";
    private static final List<String> AMAZON_JSON = List.of("application/x-amz-json-1.0", "application/x-amz-json-1.1");

    /** A request may be executed twice: where no thread may wait, and then where threads may. */
    enum Attempt {
        WITHOUT_WAITING,
        /** The only one, on a thread that may wait. */
        FIRST,
        /** After one that could not wait. */
        SECOND
    }

    private static final byte[] NO_CALL = "<UnknownOperationException/>\n".getBytes(StandardCharsets.UTF_8);

    private final Service service;
    private final Target target;
    private final Authentication authentication;
    private final Interceptor interceptor;
    private final byte[] healthy;

    Endpoint(Service service, List<Operation> operations, Authentication authentication, Interceptor interceptor) {
        this.service = service;
        this.target = new Target(operations);
        this.authentication = authentication;
        this.interceptor = interceptor;
        // The blank at its end is the service's.
        this.healthy = ("healthy: dynamodb." + service.region() + ".amazonaws.com ").getBytes(StandardCharsets.UTF_8);
    }

    /** The operation that a request calls; null if it calls none. */
    Operation operation(String targetHeader) {
        return target.find(targetHeader);
    }

    /**
     * @param attempt on which kind of thread, and after which attempts, this is
     * @throws RunOnWorkerException if this thread would have to wait, and may not; nothing was done
     */
    Reply answer(Request request, Attempt attempt) {
        if (request.method().equals("GET")) {
            return new Reply(200, null, healthy, 0);
        }
        String type = mediaType(request.header(HttpHeaders.CONTENT_TYPE));
        if (!isCall(request, type)) {
            return new Reply(404, null, NO_CALL, 0);
        }
        String replyType = AMAZON_JSON.contains(type) ? type : JSON;
        try {
            return call(request, replyType, attempt);
        } catch (DynamoDbException e) {
            return error(e, replyType);
        } catch (RunOnWorkerException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "An operation failed with an internal error: " + request.header(Request.TARGET), e);
            return error(DynamoDbException.of(ErrorType.INTERNAL), replyType);
        }
    }

    static Reply error(DynamoDbException error, String type) {
        return new Reply(error.type().status(), type, ErrorBody.of(error), 0);
    }

    /** One that is no fault of the request, and in the type that the client speaks. */
    static Reply error(ErrorType error, String message, String contentType) {
        String type = mediaType(contentType);
        return error(DynamoDbException.of(error, message), AMAZON_JSON.contains(type) ? type : JSON);
    }

    private static boolean isCall(Request request, String type) {
        return request.method().equals("POST")
                && (request.body().length == 0 || type.equals(JSON) || AMAZON_JSON.contains(type));
    }

    /** Without parameters such as a character set. */
    private static String mediaType(String header) {
        if (header == null) {
            return "";
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).trim();
    }

    private Reply call(Request request, String replyType, Attempt attempt) {
        Operation operation = target.find(request.header(Request.TARGET));
        if (operation == null) {
            requireJson(request.body());
            throw DynamoDbException.of(ErrorType.UNKNOWN_OPERATION, Target.whyNot(request.header(Request.TARGET)));
        }
        try {
            authentication.check(request);
        } catch (DynamoDbException e) {
            requireJson(request.body());
            throw e;
        }
        long start = System.nanoTime();
        String error = ErrorType.INTERNAL.code();
        boolean isOver = true;
        try {
            Input input = operation.read(request.body());
            if (attempt != Attempt.SECOND) {
                interceptor.before(operation.name());
            }
            boolean mayWait = attempt != Attempt.WITHOUT_WAITING;
            service.tables().prepare(mayWait);
            Answer answer = operation.execute(new OperationContext(service, mayWait), input);
            Reply reply = new Reply(200, replyType, answer.toBytes(), service.tables().settled(answer.dependsOn(), mayWait));
            error = null;
            return reply;
        } catch (DynamoDbException e) {
            error = e.type().code();
            throw e;
        } catch (RunOnWorkerException e) {
            isOver = false;
            throw e;
        } finally {
            if (isOver) {
                interceptor.after(operation.name(), error, System.nanoTime() - start);
            }
        }
    }

    /** A body that is no JSON is told of before anything else; one that is empty, later. */
    private static void requireJson(byte[] body) {
        if (body.length > 0) {
            ShapeReader.requireJson(body);
        }
    }
}
