package io.quarkiverse.kvs.core.command.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameter {@code client-output-buffer-limit}: for each class of clients, how many bytes of replies may wait
 * at most; and how many for how many seconds. 0 means any number.
 */
final class OutputLimits extends Setting<Map<String, OutputLimits.Limit>> {

    /** The class of those who follow this server. */
    static final String REPLICA = "slave";

    record Limit(long hard, long soft, long softSeconds) {
    }

    OutputLimits(long replyBacklog) {
        super("client-output-buffer-limit", initial(replyBacklog));
    }

    Limit of(boolean subscriber) {
        return value().get(subscriber ? "pubsub" : "normal");
    }

    private static Map<String, Limit> initial(long replyBacklog) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        limits.put("normal", new Limit(replyBacklog, 0, 0));
        limits.put(REPLICA, new Limit(256L << 20, 64L << 20, 60));
        limits.put("pubsub", new Limit(32L << 20, 8L << 20, 60));
        return limits;
    }

    @Override
    public Map<String, Limit> parse(String text) {
        String[] words = text.trim().split("\\s+");
        if (words.length % 4 != 0) {
            throw new IllegalArgumentException("Wrong number of arguments in buffer limit configuration.");
        }
        Map<String, Limit> limits = new LinkedHashMap<>(value());
        for (int i = 0; i < words.length; i += 4) {
            String client = words[i].toLowerCase(Locale.ROOT).replace("replica", REPLICA);
            if (!limits.containsKey(client)) {
                throw new IllegalArgumentException("Invalid client class specified in buffer limit configuration.");
            }
            try {
                Limit limit = new Limit(Int.memory(words[i + 1]), Int.memory(words[i + 2]), Long.parseLong(words[i + 3]));
                if (limit.hard < 0 || limit.soft < 0 || limit.softSeconds < 0) {
                    throw new NumberFormatException();
                }
                limits.put(client, limit);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Error in hard, soft or soft_seconds setting in buffer limit configuration.",
                        e);
            }
        }
        return limits;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        value().forEach((client, limit) -> text.append(text.isEmpty() ? "" : " ").append(client).append(' ').append(limit.hard)
                .append(' ').append(limit.soft).append(' ').append(limit.softSeconds));
        return text.toString();
    }
}
