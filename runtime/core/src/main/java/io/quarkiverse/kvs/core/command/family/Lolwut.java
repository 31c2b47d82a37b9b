package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.server.Settings;

/** The command LOLWUT: a piece of computer art, another one each time, in the tradition of Redis. */
final class Lolwut {

    private static final int WIDTH = 40;
    private static final int HEIGHT = 8;

    private Lolwut() {
    }

    /** Diagonals in random directions, which the eye takes for a maze. */
    static void draw(CommandContext c) {
        if (c.count() > 2 && c.is(1, "VERSION")) {
            // The pictures of other versions are Redis's own; but a version is a number.
            c.integer(2);
        }
        StringBuilder picture = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.append(c.random().nextBoolean() ? '/' : '\\');
            }
            picture.append('\n');
        }
        picture.append("\nRedis ver. ").append(Settings.REDIS_VERSION).append(" as Quarkus KVS ").append(ServerInfo.VERSION)
                .append(" speaks it\n");
        c.reply().verbatim(picture.toString());
    }
}
