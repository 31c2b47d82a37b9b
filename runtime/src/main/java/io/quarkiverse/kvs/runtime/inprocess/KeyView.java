package io.quarkiverse.kvs.runtime.inprocess;

import static io.quarkiverse.kvs.runtime.inprocess.InProcessStore.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.quarkiverse.kvs.Reply;

/**
 * The value of one key, by the commands of its type. Each operation is one command, and what it makes of the reply is a
 * function of the reply: only so can an operation be noted and run later, as {@link StoredType} explains.
 */
abstract class KeyView {

    private final CommandTarget target;
    private final byte[] key;

    /** @param key is not copied */
    KeyView(CommandTarget target, byte[] key) {
        this.target = target;
        this.key = key;
    }

    /**
     * A command on the key.
     *
     * @param result reads the reply
     * @param arguments those behind the key
     */
    final <T> T ask(Function<Reply, T> result, String command, String... arguments) {
        return target.run(result, null, words(command, arguments));
    }

    /**
     * A command whose key is not its first argument.
     *
     * @param result reads the reply
     * @param before the command, and its arguments in front of the key
     * @param behind those behind the key
     */
    final <T> T askBehind(Function<Reply, T> result, List<String> before, String... behind) {
        byte[][] words = new byte[before.size() + 1 + behind.length][];
        for (int i = 0; i < before.size(); i++) {
            words[i] = utf8(before.get(i));
        }
        words[before.size()] = key;
        for (int i = 0; i < behind.length; i++) {
            words[before.size() + 1 + i] = utf8(behind[i]);
        }
        return target.run(result, null, words);
    }

    /** A command that answers text, or nothing. */
    final String text(String command, String... arguments) {
        return target.runForText(words(command, arguments));
    }

    /** A command that answers an integer. */
    final long number(String command, String... arguments) {
        return target.run(Reply::asLong, 0L, words(command, arguments));
    }

    /** A command that answers how much it has done, or how much there is: whether that is something. */
    final boolean isPositive(String command, String... arguments) {
        return target.run(reply -> reply.asLong() > 0, false, words(command, arguments));
    }

    /** A command that answers a number with a fraction. */
    final double decimal(String command, String... arguments) {
        return target.run(Reply::asDouble, 0.0, words(command, arguments));
    }

    /** A command whose reply says nothing but that it is done. */
    final void tell(String command, String... arguments) {
        target.run(reply -> null, null, words(command, arguments));
    }

    private byte[][] words(String command, String... arguments) {
        byte[][] words = new byte[arguments.length + 2][];
        words[0] = utf8(command);
        words[1] = key;
        for (int i = 0; i < arguments.length; i++) {
            words[i + 2] = utf8(arguments[i]);
        }
        return words;
    }

    /** The elements of a reply, null where there is nothing. */
    static List<String> strings(Reply reply) {
        List<String> strings = new ArrayList<>();
        reply.asList().forEach(element -> strings.add(element.asString()));
        return strings;
    }
}
