package io.quarkiverse.kvs.core.command.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The clients that MONITOR what others do, and listeners in the same process. Safe for use by many threads. */
public final class Monitors {

    private final Set<Session> sessions = new CopyOnWriteArraySet<>();
    private final Set<MonitorListener> listeners = new CopyOnWriteArraySet<>();

    public boolean isEmpty() {
        return sessions.isEmpty() && listeners.isEmpty();
    }

    public void add(Session session) {
        session.monitor(true);
        sessions.add(session);
    }

    public void remove(Session session) {
        session.monitor(false);
        sessions.remove(session);
    }

    public void add(MonitorListener listener) {
        listeners.add(listener);
    }

    public void remove(MonitorListener listener) {
        listeners.remove(listener);
    }

    /** Tells them what has just been done. */
    public void feed(CommandContext context) {
        Session session = context.session();
        String address = session.place();
        if (!listeners.isEmpty()) {
            String command = CommandText.of(context.request());
            listeners.forEach(listener -> listener.executed(context.now(), session.database(), address, command));
        }
        if (!sessions.isEmpty()) {
            feedSessions(context, session, address);
        }
    }

    private void feedSessions(CommandContext context, Session session, String address) {
        long now = context.now();
        StringBuilder line = new StringBuilder().append('+').append(now / 1000).append('.')
                .append(String.format("%06d", now % 1000 * 1000)).append(" [").append(session.database()).append(' ')
                .append(address).append(']');
        for (int i = 0; i < context.count(); i++) {
            if (Secrets.isSecret(context.request(), i)) {
                line.append(" \"").append(Secrets.REDACTED).append('"');
            } else {
                appendQuoted(line.append(' '), context.argument(i));
            }
        }
        byte[] bytes = line.append("\r\n").toString().getBytes(ISO_8859_1);
        for (Session monitor : sessions) {
            // To Redis, these lines are replies.
            if (!monitor.isSilent()) {
                monitor.connection().push(bytes);
            }
        }
    }

    /** In double quotes, with all that is not printable escaped. */
    static void appendQuoted(StringBuilder text, Bytes bytes) {
        text.append('"');
        for (int i = 0; i < bytes.length(); i++) {
            int b = bytes.array()[bytes.offset() + i] & 0xff;
            switch (b) {
                case '\\', '"' -> text.append('\\').append((char) b);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> {
                    if (b >= ' ' && b <= '~') {
                        text.append((char) b);
                    } else {
                        text.append(String.format("\\x%02x", b));
                    }
                }
            }
        }
        text.append('"');
    }
}
