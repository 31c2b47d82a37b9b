package io.quarkiverse.kvs.runtime.inprocess;

import static io.quarkiverse.kvs.runtime.inprocess.InProcessStore.utf8;
import static io.quarkiverse.kvs.runtime.inprocess.InProcessStore.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.kvs.Transaction;
import io.quarkiverse.kvs.core.protocol.Request;

/** The commands of a {@link Transaction}, to be run once all are there. */
final class CollectedCommands implements Transaction {

    private final Consumer<byte[][]> check;
    private final List<Request> requests = new ArrayList<>();
    private boolean complete;

    private CollectedCommands(Consumer<byte[][]> check) {
        this.check = check;
    }

    /**
     * Lets the application add its commands.
     *
     * @param check throws an exception if the words of a command are too long
     */
    static List<Request> of(Consumer<Transaction> commands, Consumer<byte[][]> check) {
        CollectedCommands collected = new CollectedCommands(check);
        commands.accept(collected);
        collected.complete = true;
        return collected.requests;
    }

    @Override
    public void execute(String... command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("there is no command");
        }
        add(words(command));
    }

    @Override
    public void execute(String command, byte[] argument, byte[]... more) {
        add(words(utf8(command, "command"), argument, more));
    }

    private void add(byte[][] words) {
        if (complete) {
            throw new IllegalStateException("the commands of this transaction have been collected");
        }
        check.accept(words);
        requests.add(Request.resp(words));
    }
}
