package io.quarkiverse.kvs.dynamodb.http;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.log.ChangeLog;

/** Which records of the log will last: a client hears of a change when its record does. Called by many threads. */
public interface Promises {

    /** All records are good enough as soon as they are there. */
    Promises AT_ONCE = new Promises() {
        @Override
        public boolean isPromised(long record) {
            return true;
        }

        @Override
        public void whenPromised(long record, Runnable task, Consumer<String> broken) {
            task.run();
        }
    };

    /** Those of a log. */
    static Promises of(ChangeLog log) {
        return new Promises() {
            @Override
            public boolean isPromised(long record) {
                return log.isPromised(record);
            }

            @Override
            public void whenPromised(long record, Runnable task, Consumer<String> broken) {
                log.whenPromised(record, task, broken);
            }
        };
    }

    boolean isPromised(long record);

    /**
     * Runs something once a record is promised, at once or on another thread.
     *
     * @param task does not wait
     * @param broken is run instead if the record never will be, and told why; does not wait either
     */
    void whenPromised(long record, Runnable task, Consumer<String> broken);
}
