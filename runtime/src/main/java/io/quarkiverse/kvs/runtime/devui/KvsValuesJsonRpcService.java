package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkus.runtime.annotations.JsonRpcDescription;

/**
 * Changes of values, for the Dev UI and for Dev MCP. All texts are escaped: see {@link EscapedText}. The time to live of a key
 * stays as it is.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class KvsValuesJsonRpcService {

    private static final String DATABASE = "The number of the database, 0 mostly";
    private static final String KEY = "The key; bytes that are no text are \\xHH";
    private static final byte[] ONE = utf8("1");

    private final Databases databases = new Databases();

    @JsonRpcDescription("Creates a key of the key/value server, of any type, with its first element")
    public Outcome<Boolean> createKey(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("string, hash, list, set or zset") String type,
            @JsonRpcDescription("The first field of a hash or member of a set or a sorted set; empty for other types") String name,
            @JsonRpcDescription("The string, the value of the field, the element of the list or the score; empty for a set") String value) {
        return Outcome.of(() -> {
            KeyValueStore store = databases.change(database);
            byte[] bytes = EscapedText.bytes(key);
            byte[] first = EscapedText.bytes(name);
            byte[] second = EscapedText.bytes(value);
            if (databases.look(database).exists(bytes)) {
                throw new KvsException("There is a key of that name.");
            }
            switch (type) {
                case "string" -> store.execute("SET", bytes, second);
                case "hash" -> store.execute("HSET", bytes, first, second);
                case "list" -> store.execute("RPUSH", bytes, second);
                case "set" -> store.execute("SADD", bytes, first);
                case "zset" -> store.execute("ZADD", bytes, second, first);
                default -> throw new IllegalArgumentException("There is no type " + type + ".");
            }
            return true;
        });
    }

    @JsonRpcDescription("Sets the value of a key of the key/value server that holds a string")
    public Outcome<Boolean> setString(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The new value") String value) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            if (!databases.look(database).execute("TYPE", bytes).asString().equals("string")) {
                throw new KvsException("The key does not hold a string any more.");
            }
            Reply set = databases.change(database).execute("SET", bytes, EscapedText.bytes(value), utf8("XX"), utf8("KEEPTTL"));
            return !set.isNil();
        });
    }

    @JsonRpcDescription("Sets a field of a hash of the key/value server")
    public Outcome<Boolean> setField(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The field") String field, @JsonRpcDescription("Its new value") String value) {
        return change(database, key, "HSET", EscapedText.bytes(field), EscapedText.bytes(value));
    }

    @JsonRpcDescription("Deletes a field of a hash of the key/value server")
    public Outcome<Boolean> deleteField(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The field") String field) {
        return change(database, key, "HDEL", EscapedText.bytes(field));
    }

    @JsonRpcDescription("Adds an element at an end of a list of the key/value server")
    public Outcome<Boolean> addElement(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("Whether to add at the head, or at the tail") Boolean head,
            @JsonRpcDescription("The element") String value) {
        return change(database, key, head ? "LPUSH" : "RPUSH", EscapedText.bytes(value));
    }

    @JsonRpcDescription("Replaces an element of a list of the key/value server")
    public Outcome<Boolean> setElement(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The index, from 0 on") Long index,
            @JsonRpcDescription("What is there, so that nothing else is replaced") String expected,
            @JsonRpcDescription("The new element") String value) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            byte[] at = utf8(Long.toString(index));
            return databases.alone(bytes, () -> {
                requireElement(database, bytes, at, expected);
                databases.change(database).execute("LSET", bytes, at, EscapedText.bytes(value));
                return true;
            });
        });
    }

    @JsonRpcDescription("Removes an element of a list of the key/value server")
    public Outcome<Boolean> removeElement(@JsonRpcDescription(DATABASE) Integer database,
            @JsonRpcDescription(KEY) String key, @JsonRpcDescription("The index, from 0 on") Long index,
            @JsonRpcDescription("What is there, so that nothing else is removed") String expected) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            byte[] at = utf8(Long.toString(index));
            return databases.alone(bytes, () -> {
                requireElement(database, bytes, at, expected);
                // There is no command that removes by the index: the element becomes one that no list has, which is removed.
                byte[] unique = utf8("removed " + UUID.randomUUID());
                databases.change(database).execute("LSET", bytes, at, unique);
                databases.change(database).execute("LREM", bytes, ONE, unique);
                return true;
            });
        });
    }

    @JsonRpcDescription("Adds a member to a set of the key/value server")
    public Outcome<Boolean> addMember(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The member") String member) {
        return change(database, key, "SADD", EscapedText.bytes(member));
    }

    @JsonRpcDescription("Removes a member of a set of the key/value server")
    public Outcome<Boolean> removeMember(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The member") String member) {
        return change(database, key, "SREM", EscapedText.bytes(member));
    }

    @JsonRpcDescription("Sets the score of a member of a sorted set of the key/value server, or adds the member")
    public Outcome<Boolean> setScore(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The member") String member,
            @JsonRpcDescription("The score, such as 1.5 or -inf") String score) {
        return change(database, key, "ZADD", utf8(score.trim()), EscapedText.bytes(member));
    }

    @JsonRpcDescription("Removes a member of a sorted set of the key/value server")
    public Outcome<Boolean> removeScored(@JsonRpcDescription(DATABASE) Integer database, @JsonRpcDescription(KEY) String key,
            @JsonRpcDescription("The member") String member) {
        return change(database, key, "ZREM", EscapedText.bytes(member));
    }

    /** Calls a command on a key that is there. */
    private Outcome<Boolean> change(int database, String key, String command, byte[]... arguments) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            databases.requireKey(database, bytes);
            databases.change(database).execute(command, bytes, arguments);
            return true;
        });
    }

    private void requireElement(int database, byte[] key, byte[] index, String expected) {
        byte[] there = databases.look(database).execute("LINDEX", key, index).asBytes();
        if (!Arrays.equals(there, EscapedText.bytes(expected))) {
            throw new KvsException("The list has changed meanwhile: something else is at this index now.");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
