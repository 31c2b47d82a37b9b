package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * The data of the key/value server for reactive callers: what {@link KeyValueStore} does, as a {@link Uni}.
 *
 * <pre>
 * &#64;Inject
 * ReactiveKeyValueStore store;
 * </pre>
 *
 * <b>When.</b> Nothing happens until the caller subscribes, and each subscription runs the command anew. Arguments are read
 * when a method is called, except for arrays of bytes, which must not change as long as the {@code Uni} is in use.
 * <p>
 * <b>Where.</b> No method and no subscription makes the calling thread wait, an event loop least of all. Commands that take
 * no longer than a look at some keys run in place, on the subscribing thread, as clients' commands run on the server's
 * event loops: they may wait for the lock of a key while another thread works on it. What a server's event loop would leave
 * to other threads, such as KEYS, SORT, or a reply of ten thousand elements, goes to Quarkus's worker threads. A subscriber
 * that was on a Vert.x context gets the result there; any other gets it on the thread that has done the work.
 * <p>
 * <b>Files.</b> Where data is kept in files ({@code quarkus.kvs.persistence}), no call waits for a file either. While the data
 * is being loaded, items come when it is there; with {@code while-loading=fail}, the failure is a {@link KvsException} whose
 * message begins with LOADING. With {@code fsync=always}, an item comes when everything that it depends on is on the disk; the
 * change is made, and others can see it, before. While the files cannot be written, what would write fails with a
 * {@link KvsException} whose message begins with MISCONF.
 * <p>
 * <b>Waiting.</b> Commands that block, such as BLPOP, hold no thread while they wait. A subscriber that cancels leaves the
 * queue; an element that has been taken for it by then, but not yet been delivered, is gone. When the application stops, all
 * that still wait fail with a {@link KvsException}.
 * <p>
 * <b>Errors.</b> A null argument is refused at once, with a {@link NullPointerException}. Everything else that
 * {@link KeyValueStore} throws is the failure of the {@code Uni}. Where that returns null, the item is null.
 */
public interface ReactiveKeyValueStore {

    /**
     * Runs any command that a client could send, such as {@code execute("BLPOP", "jobs", "0")}.
     * <p>
     * Each call stands for itself: it works in database 0, and commands that are about a connection, such as SELECT, SUBSCRIBE,
     * MONITOR or MULTI, are refused. What clients may not call ({@code quarkus.kvs.disabled-commands}) may be called here.
     *
     * @param command the name of the command and its arguments, which are encoded as UTF-8
     * @return the reply, of the type that RESP3 has for it; or the failure {@link KvsException} if the reply is an
     *         error, whose message is Redis's
     */
    Uni<Reply> execute(String... command);

    /**
     * Runs any command that a client could send: see {@link #execute(String...)}.
     *
     * @param command the name of the command
     * @param argument its first argument
     * @param more its other arguments
     */
    Uni<Reply> execute(String command, byte[] argument, byte[]... more);

    /**
     * Runs several commands as one, as Redis does between MULTI and EXEC: see {@link KeyValueStore#atomically}. All of them run
     * in place, on the subscribing thread, also those that would be left to a worker thread if they ran alone.
     *
     * @param commands adds the commands. It is called once, by the thread that calls this method, at once. Each subscription
     *        runs them again.
     * @return their replies, in the order of the commands; or the failure {@link KvsException} if one of the commands cannot be
     *         run, so that none was
     */
    Uni<List<Reply>> atomically(Consumer<Transaction> commands);

    /**
     * Runs a script in Lua 5.1, as Redis runs EVAL: see {@link KeyValueStore#eval}. On an event loop, it runs in place once it
     * has proved to be short, and on a worker thread before that and otherwise.
     *
     * @param script the text, of which the first line may say what it does, such as {@code #!lua flags=no-writes}
     * @param keys what it finds in {@code KEYS}: the keys that it uses, encoded as UTF-8
     * @param arguments what it finds in {@code ARGV}, encoded as UTF-8
     * @return what it returns, of the type that RESP3 has for it; or the failure {@link KvsException} if it is no script, or
     *         ends with an error
     */
    Uni<Reply> eval(String script, List<String> keys, String... arguments);

    /**
     * Calls a function that a library has registered, as Redis does by FCALL: see {@link KeyValueStore#call}. On an event loop,
     * it runs in place once it has proved to be short, and on a worker thread before that and otherwise.
     *
     * @param function its name, in any case
     * @param keys its first parameter: the keys that it uses, encoded as UTF-8
     * @param arguments its second parameter, encoded as UTF-8
     * @return what it returns, of the type that RESP3 has for it; or the failure {@link KvsException} if there is no such
     *         function, or it ends with an error
     */
    Uni<Reply> call(String function, List<String> keys, String... arguments);

    /**
     * The same data with the rights of a user: see {@link KeyValueStore#asUser}.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    ReactiveKeyValueStore asUser(String name);

    /** The hash of a key, whether there is one yet or not. */
    ReactiveStoredHash hash(String key);

    /** The hash of a key, whether there is one yet or not. */
    ReactiveStoredHash hash(byte[] key);

    /** The list of a key, whether there is one yet or not. */
    ReactiveStoredList list(String key);

    /** The list of a key, whether there is one yet or not. */
    ReactiveStoredList list(byte[] key);

    /** The set of a key, whether there is one yet or not. */
    ReactiveStoredSet set(String key);

    /** The set of a key, whether there is one yet or not. */
    ReactiveStoredSet set(byte[] key);

    /** The sorted set of a key, whether there is one yet or not. */
    ReactiveStoredSortedSet sortedSet(String key);

    /** The sorted set of a key, whether there is one yet or not. */
    ReactiveStoredSortedSet sortedSet(byte[] key);

    /** The ordered map of a key, whether there is one yet or not. */
    ReactiveStoredOrderedMap orderedMap(String key);

    /** The ordered map of a key, whether there is one yet or not. */
    ReactiveStoredOrderedMap orderedMap(byte[] key);

    /** What the ordered map of a key holds now: see {@link KeyValueStore#orderedMapSnapshot(String)}. */
    Uni<OrderedMapSnapshot> orderedMapSnapshot(String key);

    /** What the ordered map of a key holds now: see {@link KeyValueStore#orderedMapSnapshot(String)}. */
    Uni<OrderedMapSnapshot> orderedMapSnapshot(byte[] key);

    /** The stream of a key, whether there is one yet or not. */
    ReactiveStoredStream stream(String key);

    /** The stream of a key, whether there is one yet or not. */
    ReactiveStoredStream stream(byte[] key);

    /** The value of a key, or null if there is none. */
    Uni<@Nullable String> get(String key);

    /** The value of a key, or null if there is none. */
    Uni<byte @Nullable []> get(byte[] key);

    /** Sets the value of a key, and removes its time to live, as SET does. */
    Uni<Void> set(String key, String value);

    /** Sets the value of a key, and removes its time to live, as SET does. */
    Uni<Void> set(byte[] key, byte[] value);

    /**
     * Sets the value of a key, and its time to live.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     */
    Uni<Void> set(String key, String value, Duration timeToLive);

    /**
     * Sets the value of a key, and its time to live.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     */
    Uni<Void> set(byte[] key, byte[] value, Duration timeToLive);

    /**
     * Deletes a key.
     *
     * @return whether it existed
     */
    Uni<Boolean> delete(String key);

    /**
     * Deletes a key.
     *
     * @return whether it existed
     */
    Uni<Boolean> delete(byte[] key);

    /**
     * Sets the value of a key without a time to live, if the key does not exist. An existing key is not changed.
     *
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(String key, String value);

    /**
     * Sets the value of a key without a time to live, if the key does not exist. An existing key is not changed.
     *
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(byte[] key, byte[] value);

    /**
     * Sets the value of a key and its time to live, if the key does not exist. An existing key is not changed.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(String key, String value, Duration timeToLive);

    /**
     * Sets the value of a key and its time to live, if the key does not exist. An existing key is not changed.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it was set
     */
    Uni<Boolean> setIfAbsent(byte[] key, byte[] value, Duration timeToLive);

    /**
     * Adds 1 to the number that a key holds, as INCR does; a key that does not exist holds 0. Its time to live stays.
     *
     * @return the sum
     */
    Uni<Long> increment(String key);

    /**
     * Adds 1 to the number that a key holds, as INCR does; a key that does not exist holds 0. Its time to live stays.
     *
     * @return the sum
     */
    Uni<Long> increment(byte[] key);

    /**
     * Adds to the number that a key holds, as INCRBY does; a key that does not exist holds 0. Its time to live stays.
     *
     * @param by may be negative
     * @return the sum
     */
    Uni<Long> increment(String key, long by);

    /**
     * Adds to the number that a key holds, as INCRBY does; a key that does not exist holds 0. Its time to live stays.
     *
     * @param by may be negative
     * @return the sum
     */
    Uni<Long> increment(byte[] key, long by);

    /**
     * Sets the time to live of a key of any type, as PEXPIRE does.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it exists
     */
    Uni<Boolean> expire(String key, Duration timeToLive);

    /**
     * Sets the time to live of a key of any type, as PEXPIRE does.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it exists
     */
    Uni<Boolean> expire(byte[] key, Duration timeToLive);

    /**
     * Removes the time to live of a key, as PERSIST does.
     *
     * @return whether it exists and had a time to live
     */
    Uni<Boolean> persist(String key);

    /**
     * Removes the time to live of a key, as PERSIST does.
     *
     * @return whether it exists and had a time to live
     */
    Uni<Boolean> persist(byte[] key);

    /**
     * The remaining time to live of a key; null if it has none, or does not exist.
     */
    Uni<@Nullable Duration> timeToLive(String key);

    /**
     * The remaining time to live of a key; null if it has none, or does not exist.
     */
    Uni<@Nullable Duration> timeToLive(byte[] key);

    /**
     * The values of several keys at one instant, in the order of the keys. Those that do not exist, or hold something else
     * than a string, are left out.
     */
    Uni<Map<String, String>> getAll(Collection<String> keys);

    /**
     * Sets the values of several keys at once, without a time to live: no other call sees only some of them set.
     */
    Uni<Void> setAll(Map<String, String> values);

    /**
     * Deletes several keys at once.
     *
     * @return how many of them existed
     */
    Uni<Long> deleteAll(Collection<String> keys);

    Uni<Boolean> exists(String key);

    Uni<Boolean> exists(byte[] key);

    /** All keys, in no order. */
    Uni<List<String>> keys();

    /**
     * The keys that match a regular expression, in no order. (The patterns of Redis, such as {@code user:*}, are something
     * else:
     * for these, {@code execute("KEYS", pattern)}.)
     *
     * @param regex in the syntax of RE2; anchored at the start of the key but not at its end
     * @return fails with an {@link IllegalArgumentException} if that is no regular expression, or too large a one
     */
    Uni<List<String>> keysMatching(String regex);

    /**
     * All keys, in no order, one after the other: as many as are asked for, and never more than a share of them in
     * memory. A key that is there from the first to the last comes once; one that comes or goes meanwhile, once or
     * not at all.
     */
    Multi<String> scan();

    /**
     * The keys that match a regular expression, one after the other: see {@link #scan()}.
     *
     * @param regex as in {@link #keysMatching(String)}
     */
    Multi<String> scanMatching(String regex);

    /**
     * The messages that are published to channels from the moment of each subscription on, by clients or by
     * {@code execute("PUBLISH", channel, text)}, in their order. It ends when it is cancelled. What was published before, or
     * while nothing is subscribed, is lost, as in Redis.
     * <p>
     * Messages arrive on the Vert.x context of the subscriber or, if it has none, on a worker thread. The failure is a
     * {@link KvsException} if the application stops, if the user of {@link #asUser} may not use a channel, or if more than 32
     * MB of messages wait for the subscriber; it is a {@code BackPressureFailure} if more than 65,536 do.
     *
     * @throws IllegalArgumentException if there are no channels
     */
    Multi<ChannelMessage> subscribe(String... channels);

    /**
     * The messages of all channels whose names match patterns such as {@code news.*}: see {@link #subscribe}.
     *
     * @param patterns as for PSUBSCRIBE; a message that matches several comes several times
     */
    Multi<ChannelMessage> subscribePatterns(String... patterns);

    /** All keys as bytes, in no order. */
    Uni<List<byte[]>> binaryKeys();

    /**
     * The keys that match a regular expression, as bytes, in no order.
     *
     * @param regex matched against the key read as UTF-8; otherwise as in {@link #keysMatching(String)}
     * @return fails with an {@link IllegalArgumentException} if that is no regular expression, or too large a one
     */
    Uni<List<byte[]>> binaryKeysMatching(String regex);

    /**
     * The number of keys. As in Redis, a key whose time to live has run out is counted until a command or the server's
     * maintenance comes across it.
     */
    Uni<Long> size();

    /** Deletes everything. */
    Uni<Void> clear();
}
