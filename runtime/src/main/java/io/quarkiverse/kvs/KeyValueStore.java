package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The data of the key/value server, without a socket: what is set here is what TCP clients get, and the other way round.
 *
 * <pre>
 * &#64;Inject
 * KeyValueStore store;
 * </pre>
 *
 * Keys and values are bytes. The methods with strings encode them as UTF-8; where bytes that are not UTF-8 are read as a
 * string, each malformed one becomes U+FFFD.
 * <p>
 * Every method may be called from any thread, event loops and virtual threads included: none waits for a socket or, with the
 * exceptions below, for a file; and a virtual thread that waits for the lock of a key lets go of its carrier. What may take
 * long, such as {@link #keys()} of many, is better left to {@link ReactiveKeyValueStore} on an event loop.
 * <p>
 * Where data is kept in files ({@code quarkus.kvs.persistence}), some calls wait, unless they are made on an event loop:
 * <ul>
 * <li>While the data is being loaded, every call waits until it is there. With {@code while-loading=fail}, and on an event
 * loop, it throws a {@link KvsException} instead, whose message begins with LOADING. So does every call if the files turned out
 * to be damaged, in dev mode and in tests.</li>
 * <li>With {@code fsync=always}, calls that run a command return when everything that they tell of is on the disk: what they
 * have written, and what others had written to the keys that they read. On an event loop, they throw a {@link KvsException}
 * before anything is done. If what was done cannot be kept, because the application ends while the disk fails, they throw one
 * that begins with "done, but not kept".</li>
 * <li>With {@code fsync=everysec} or {@code no}, no call waits for the disk, except that calls that write do while very much
 * waits to be written already; on an event loop, they throw a {@link KvsException} then.</li>
 * <li>{@code execute} of SAVE and of {@code CONFIG SET appendonly} waits until the file is written.</li>
 * </ul>
 * While the files cannot be written, calls that write throw a {@link KvsException} whose message begins with MISCONF; with
 * {@code fsync=always}, those that have written already wait until the disk works again.
 * <p>
 * Every call is atomic: no other call and no client sees it half done. Only {@link #keys()} and its relatives and
 * {@link #size()} look at one part of the keys after the other, so that other callers need not wait: a key that is there all
 * the time is reported once; one that comes or goes meanwhile, once or not at all.
 * <p>
 * A key that holds something else than a string, which other commands can put there, makes {@code get} throw a
 * {@link KvsException}, as Redis replies WRONGTYPE; {@code set} replaces it.
 * <p>
 * A null argument is refused with a {@link NullPointerException}; a key or value beyond the configured limits
 * ({@code quarkus.kvs.limits.key-length}, {@code quarkus.kvs.limits.value-length}) with an {@link IllegalArgumentException}.
 */
public interface KeyValueStore {

    /**
     * Runs any command that a client could send, such as {@code execute("SET", "key", "value", "EX", "10")}.
     * <p>
     * Each call stands for itself: it works in database 0, and commands that are about a connection, such as
     * SELECT, SUBSCRIBE, MONITOR or MULTI, are refused; {@link #atomically} does what MULTI does. A command that would
     * make a client wait, such as BLPOP, replies at once, as if its time had run out. What clients may not call
     * ({@code quarkus.kvs.disabled-commands}) may be called here. What would take a server's event loop too long takes
     * the calling thread. To wait, use {@link ReactiveKeyValueStore}.
     *
     * @param command the name of the command and its arguments, which are encoded as UTF-8
     * @return the reply, of the type that RESP3 has for it
     * @throws KvsException if the reply is an error, of a key that is too long as well; the message is Redis's
     * @throws IllegalArgumentException if an argument is longer than a value may be
     */
    Reply execute(String... command);

    /**
     * Runs any command that a client could send: see {@link #execute(String...)}.
     *
     * @param command the name of the command
     * @param argument its first argument
     * @param more its other arguments
     */
    Reply execute(String command, byte[] argument, byte[]... more);

    /**
     * Runs several commands as one, as Redis does between MULTI and EXEC: no other call and no client sees only some of them
     * done, or does anything between them.
     *
     * <pre>
     * List&lt;Reply&gt; replies = store.atomically(transaction -&gt; {
     *     transaction.execute("DECR", "stock:tea");
     *     transaction.execute("RPUSH", "orders", "tea");
     * });
     * </pre>
     *
     * First all commands are collected; then all of them run. If one cannot be run at all, none is: one that does not exist,
     * has the wrong number of arguments or too long a key, is about a connection, or needs memory where there is none. One that
     * fails when it runs, since its key holds something else for example, does not stop the others, as in Redis: its reply is a
     * {@link Reply.Error}. Commands that block reply at once.
     *
     * @param commands adds the commands. It is called once, by the calling thread, before any of them runs. If it throws an
     *        exception, so does this method, and nothing is run.
     * @return their replies, in the order of the commands
     * @throws KvsException if one of the commands cannot be run, so that none was; the message is Redis's
     */
    List<Reply> atomically(Consumer<Transaction> commands);

    /**
     * Runs a script in Lua 5.1, as Redis runs EVAL: no other call and no client sees it half done.
     *
     * <pre>
     * Reply left = store.eval("""
     *         local left = tonumber(redis.call('GET', KEYS[1]) or '0')
     *         if left == 0 then
     *             return false
     *         end
     *         return redis.call('DECR', KEYS[1])
     *         """, List.of("stock:tea"));
     * </pre>
     *
     * The script is compiled once, and kept by its digest, which EVALSHA finds. A script that runs for longer than a
     * millisecond keeps its thread; others, and clients, wait for its keys meanwhile, or for all keys if it has used some that
     * it does not declare. After five seconds, or what {@code CONFIG SET busy-reply-threshold} says, they get the error BUSY,
     * and {@code execute("SCRIPT", "KILL")} ends it if it has changed nothing.
     *
     * @param script the text, of which the first line may say what it does, such as {@code #!lua flags=no-writes}
     * @param keys what it finds in {@code KEYS}: the keys that it uses, encoded as UTF-8
     * @param arguments what it finds in {@code ARGV}, encoded as UTF-8; for bytes, {@link #execute(String, byte[], byte[]...)}
     *        EVAL
     * @return what it returns, of the type that RESP3 has for it
     * @throws KvsException if it is no script, or ends with an error; the message is Redis's, and has the line number
     * @throws IllegalArgumentException if an argument is longer than a value may be
     */
    Reply eval(String script, List<String> keys, String... arguments);

    /**
     * Calls a function that a library has registered, as Redis does by FCALL: no other call and no client sees it half done.
     * Libraries are loaded by {@code execute("FUNCTION", "LOAD", "REPLACE", code)}, and kept with the data.
     *
     * <pre>
     * Reply left = store.call("take", List.of("stock:tea"), "1");
     * </pre>
     *
     * Functions run one at a time, for all callers together; see {@link #eval} for those that take long.
     *
     * @param function its name, in any case
     * @param keys its first parameter: the keys that it uses, encoded as UTF-8
     * @param arguments its second parameter, encoded as UTF-8
     * @return what it returns, of the type that RESP3 has for it
     * @throws KvsException if there is no such function, or it ends with an error; the message is Redis's, and has the line
     *         number
     * @throws IllegalArgumentException if an argument is longer than a value may be
     */
    Reply call(String function, List<String> keys, String... arguments);

    /**
     * The same data with the rights of a user, such as one of {@code quarkus.kvs.users} or of ACL SETUSER. Otherwise, the
     * application may do everything.
     *
     * <pre>
     * store.asUser("reports").get("secret"); // KvsException: NOPERM this user has no permissions ...
     * </pre>
     *
     * What the user may do is looked at in every call, so it follows when that changes; if the user is deleted, it may do
     * nothing. No password is asked for, and it does not matter whether the user is {@code on}. {@link #keys()},
     * {@link #size()} and their relatives need the right to call KEYS, which shows all keys.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    KeyValueStore asUser(String name);

    /** The hash of a key, whether there is one yet or not. */
    StoredHash hash(String key);

    /** The hash of a key, whether there is one yet or not. */
    StoredHash hash(byte[] key);

    /** The list of a key, whether there is one yet or not. */
    StoredList list(String key);

    /** The list of a key, whether there is one yet or not. */
    StoredList list(byte[] key);

    /** The set of a key, whether there is one yet or not. */
    StoredSet set(String key);

    /** The set of a key, whether there is one yet or not. */
    StoredSet set(byte[] key);

    /** The sorted set of a key, whether there is one yet or not. */
    StoredSortedSet sortedSet(String key);

    /** The sorted set of a key, whether there is one yet or not. */
    StoredSortedSet sortedSet(byte[] key);

    /** The ordered map of a key, whether there is one yet or not. */
    StoredOrderedMap orderedMap(String key);

    /** The ordered map of a key, whether there is one yet or not. */
    StoredOrderedMap orderedMap(byte[] key);

    /**
     * What the ordered map of a key holds now, also when it changes later. Takes constant time.
     *
     * @throws KvsException WRONGTYPE if the key holds something else
     */
    OrderedMapSnapshot orderedMapSnapshot(String key);

    /** What the ordered map of a key holds now: see {@link #orderedMapSnapshot(String)}. */
    OrderedMapSnapshot orderedMapSnapshot(byte[] key);

    /** The stream of a key, whether there is one yet or not. */
    StoredStream stream(String key);

    /** The stream of a key, whether there is one yet or not. */
    StoredStream stream(byte[] key);

    /** The value of a key, or null if there is none. */
    @Nullable
    String get(String key);

    /** The value of a key, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /** Sets the value of a key, and removes its time to live, as SET does. */
    void set(String key, String value);

    /** Sets the value of a key, and removes its time to live, as SET does. */
    void set(byte[] key, byte[] value);

    /**
     * Sets the value of a key, and its time to live.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     */
    void set(String key, String value, Duration timeToLive);

    /**
     * Sets the value of a key, and its time to live.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     */
    void set(byte[] key, byte[] value, Duration timeToLive);

    /**
     * Deletes a key.
     *
     * @return whether it existed
     */
    boolean delete(String key);

    /**
     * Deletes a key.
     *
     * @return whether it existed
     */
    boolean delete(byte[] key);

    /**
     * Sets the value of a key without a time to live, if the key does not exist. An existing key is not changed.
     *
     * @return whether it was set
     */
    boolean setIfAbsent(String key, String value);

    /**
     * Sets the value of a key without a time to live, if the key does not exist. An existing key is not changed.
     *
     * @return whether it was set
     */
    boolean setIfAbsent(byte[] key, byte[] value);

    /**
     * Sets the value of a key and its time to live, if the key does not exist. An existing key is not changed.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it was set
     */
    boolean setIfAbsent(String key, String value, Duration timeToLive);

    /**
     * Sets the value of a key and its time to live, if the key does not exist. An existing key is not changed.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it was set
     */
    boolean setIfAbsent(byte[] key, byte[] value, Duration timeToLive);

    /**
     * Adds 1 to the number that a key holds, as INCR does; a key that does not exist holds 0. Its time to live stays.
     *
     * @return the sum
     * @throws KvsException if the value is not a number, or the sum does not fit into a long
     */
    long increment(String key);

    /**
     * Adds 1 to the number that a key holds, as INCR does; a key that does not exist holds 0. Its time to live stays.
     *
     * @return the sum
     * @throws KvsException if the value is not a number, or the sum does not fit into a long
     */
    long increment(byte[] key);

    /**
     * Adds to the number that a key holds, as INCRBY does; a key that does not exist holds 0. Its time to live stays.
     *
     * @param by may be negative
     * @return the sum
     * @throws KvsException if the value is not a number, or the sum does not fit into a long
     */
    long increment(String key, long by);

    /**
     * Adds to the number that a key holds, as INCRBY does; a key that does not exist holds 0. Its time to live stays.
     *
     * @param by may be negative
     * @return the sum
     * @throws KvsException if the value is not a number, or the sum does not fit into a long
     */
    long increment(byte[] key, long by);

    /**
     * Sets the time to live of a key of any type, as PEXPIRE does.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it exists
     */
    boolean expire(String key, Duration timeToLive);

    /**
     * Sets the time to live of a key of any type, as PEXPIRE does.
     *
     * @param timeToLive at least a millisecond; counted in milliseconds, a fraction is rounded up
     * @return whether it exists
     */
    boolean expire(byte[] key, Duration timeToLive);

    /**
     * Removes the time to live of a key, as PERSIST does.
     *
     * @return whether it exists and had a time to live
     */
    boolean persist(String key);

    /**
     * Removes the time to live of a key, as PERSIST does.
     *
     * @return whether it exists and had a time to live
     */
    boolean persist(byte[] key);

    /**
     * The remaining time to live of a key; null if it has none, or does not exist.
     */
    @Nullable
    Duration timeToLive(String key);

    /**
     * The remaining time to live of a key; null if it has none, or does not exist.
     */
    @Nullable
    Duration timeToLive(byte[] key);

    /**
     * The values of several keys at one instant, in the order of the keys. Those that do not exist, or hold something else
     * than a string, are left out.
     */
    Map<String, String> getAll(Collection<String> keys);

    /**
     * Sets the values of several keys at once, without a time to live: no other call sees only some of them set.
     */
    void setAll(Map<String, String> values);

    /**
     * Deletes several keys at once.
     *
     * @return how many of them existed
     */
    long deleteAll(Collection<String> keys);

    boolean exists(String key);

    boolean exists(byte[] key);

    /** All keys, in no order. */
    List<String> keys();

    /**
     * The keys that match a regular expression, in no order. (The patterns of Redis, such as {@code user:*}, are something
     * else:
     * for these, {@code execute("KEYS", pattern)}.)
     *
     * @param regex in the syntax of RE2; anchored at the start of the key but not at its end
     * @throws IllegalArgumentException if it is no regular expression, or too large a one
     */
    List<String> keysMatching(String regex);

    /** All keys as bytes, in no order. */
    List<byte[]> binaryKeys();

    /**
     * The keys that match a regular expression, as bytes, in no order.
     *
     * @param regex matched against the key read as UTF-8; otherwise as in {@link #keysMatching(String)}
     * @throws IllegalArgumentException if it is no regular expression, or too large a one
     */
    List<byte[]> binaryKeysMatching(String regex);

    /**
     * The number of keys. As in Redis, a key whose time to live has run out is counted until a command or the server's
     * maintenance comes across it.
     */
    long size();

    /** Deletes everything. */
    void clear();
}
