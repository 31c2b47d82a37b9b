package io.quarkiverse.kvs.runtime.server;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * Threads that execute requests which may take longer than an event loop can be kept: scripts that are not known to be short.
 */
final class PatientThreads {

    /** Scripts that run at the same time; others wait. */
    private static final int THREADS = 4;

    private final ServerState state;
    private final ThreadPoolExecutor executor;
    private final Queue<CommandContext> contexts = new ConcurrentLinkedQueue<>();

    PatientThreads(ServerState state) {
        this.state = state;
        executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "kvs-scripts");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task.
     *
     * @param task gets a context in which requests can be executed that wait
     * @throws java.util.concurrent.RejectedExecutionException if the server is stopping
     */
    void execute(Consumer<CommandContext> task) {
        executor.execute(() -> {
            CommandContext context = contexts.poll();
            if (context == null) {
                context = new CommandContext(state, new SplittableRandom(), true);
            }
            try {
                task.accept(context);
            } finally {
                contexts.add(context);
            }
        });
    }

    /** No other task is run from now on. */
    void close() {
        executor.shutdownNow();
    }
}
