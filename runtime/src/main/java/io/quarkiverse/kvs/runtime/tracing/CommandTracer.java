package io.quarkiverse.kvs.runtime.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.client.Session;

/**
 * A span for each call of a command, with the attributes that OpenTelemetry's conventions have for databases, and for Redis.
 * Arguments are in none of them.
 * <p>
 * Commands of one pipeline have a span each: where a read of a socket ends is chance, and they are executed one
 * after the other. Those of a transaction are children of EXEC. The protocol does not carry the trace of the
 * client, so what a client calls begins a trace; what the application calls is part of its own.
 */
final class CommandTracer implements CommandObserver {

    // As in OpenTelemetry's semantic conventions, whose classes are not part of its API.
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("db.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
    private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

    private static final String UNKNOWN = "unknown command";

    private final Tracer tracer;

    CommandTracer(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Observation begin(Command command, Session session, Observation transaction) {
        Context parent = transaction instanceof CommandSpan exec ? exec.context : parentOf(session);
        return new CommandSpan(start(command.words(), session, parent).startSpan(), parent);
    }

    @Override
    public void rejected(Command command, Session session, String error) {
        // What a client has made up is no name for a span.
        String name = command == null ? UNKNOWN : command.words();
        Context parent = parentOf(session);
        new CommandSpan(start(name, session, parent).startSpan(), parent).end(0, error);
    }

    private static Context parentOf(Session session) {
        return session.caller().hasConnection() ? Context.root() : Context.current();
    }

    private SpanBuilder start(String name, Session session, Context parent) {
        SpanBuilder span = tracer.spanBuilder(name).setParent(parent)
                .setAttribute(SYSTEM, "redis")
                .setAttribute(NAMESPACE, Integer.toString(session.database()));
        if (!name.equals(UNKNOWN)) {
            span.setAttribute(OPERATION, name);
        }
        if (!session.caller().hasConnection()) {
            return span.setSpanKind(SpanKind.INTERNAL);
        }
        String peer = session.connection().remoteAddress();
        int colon = peer.lastIndexOf(':');
        if (colon > 0) {
            span.setAttribute(PEER, peer.substring(0, colon).replace("[", "").replace("]", ""))
                    .setAttribute(PEER_PORT, Long.parseLong(peer.substring(colon + 1)));
        }
        return span.setSpanKind(SpanKind.SERVER);
    }

    private static final class CommandSpan implements Observation {

        private final Span span;
        private final Context context;

        CommandSpan(Span span, Context parent) {
            this.span = span;
            this.context = parent.with(span);
        }

        @Override
        public void end(long nanos, String error) {
            if (error != null) {
                String type = type(error);
                span.setStatus(StatusCode.ERROR).setAttribute(ERROR, type).setAttribute(STATUS, type);
            }
            span.end();
        }

        /** The first word of an error, in Redis's way; the line protocol has none. The rest may repeat arguments. */
        private static String type(String error) {
            int end = 0;
            while (end < error.length() && error.charAt(end) >= 'A' && error.charAt(end) <= 'Z') {
                end++;
            }
            return end > 1 && end < error.length() && error.charAt(end) == ' ' ? error.substring(0, end) : "ERR";
        }
    }
}
