package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayList;
import java.util.List;

/** The parameter {@code save}: after how many seconds, and how many changes meanwhile, a snapshot is made. */
public final class SavePoints extends Setting<List<SavePoints.Point>> {

    /** Both are to be reached. */
    public record Point(long seconds, long changes) {
    }

    /** @throws IllegalArgumentException if the text is none, as of {@link #parse} */
    SavePoints(String initial) {
        super("save", points(initial));
    }

    @Override
    public List<Point> parse(String text) {
        return points(text);
    }

    /** @throws IllegalArgumentException if the text is not made of pairs of numbers */
    public static List<Point> points(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return List.of();
        }
        String[] words = stripped.split("\\s+");
        List<Point> points = new ArrayList<>();
        try {
            for (int i = 0; i < words.length; i += 2) {
                if (i + 1 == words.length) {
                    throw new NumberFormatException(text);
                }
                Point point = new Point(Long.parseLong(words[i]), Long.parseLong(words[i + 1]));
                if (point.seconds < 1 || point.changes < 0) {
                    throw new NumberFormatException(text);
                }
                points.add(point);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid save parameters", e);
        }
        return List.copyOf(points);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Point point : value()) {
            text.append(text.isEmpty() ? "" : " ").append(point.seconds).append(' ').append(point.changes);
        }
        return text.toString();
    }
}
