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

    private static final String KEY = KvsKeysJsonRpcService.KEY;
    private static final byte[] ONE = utf8("1");
    private static final byte[] ANY_ID = utf8("*");

    private final Databases databases = new Databases();

    @JsonRpcDescription("Creates a key of the key/value server with its first element. type: string, hash, list, set, zset or stream; name: the "
            + "field of a hash or of an entry of a stream, or the member of a set or zset, empty for others; value: the string, the value of the field, the element "
            + "of the list or the score, empty for a set" + KEY)
    public Outcome<Boolean> createKey(Integer database, String key,
            String type,
            String name,
            String value) {
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
                case "stream" -> store.execute("XADD", bytes, ANY_ID, first, second);
                default -> throw new IllegalArgumentException("There is no type " + type + ".");
            }
            return true;
        });
    }

    @JsonRpcDescription("Sets the value of a key of the key/value server that holds a string" + KEY)
    public Outcome<Boolean> setString(Integer database, String key,
            String value) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            if (!databases.look(database).execute("TYPE", bytes).asString().equals("string")) {
                throw new KvsException("The key does not hold a string any more.");
            }
            Reply set = databases.change(database).execute("SET", bytes, EscapedText.bytes(value), utf8("XX"), utf8("KEEPTTL"));
            return !set.isNil();
        });
    }

    @JsonRpcDescription("Sets a field of a hash of the key/value server" + KEY)
    public Outcome<Boolean> setField(Integer database, String key,
            String field, String value) {
        return change(database, key, "HSET", EscapedText.bytes(field), EscapedText.bytes(value));
    }

    @JsonRpcDescription("Deletes a field of a hash of the key/value server" + KEY)
    public Outcome<Boolean> deleteField(Integer database, String key,
            String field) {
        return change(database, key, "HDEL", EscapedText.bytes(field));
    }

    @JsonRpcDescription("Adds an element at the head or else at the tail of a list of the key/value server" + KEY)
    public Outcome<Boolean> addElement(Integer database, String key,
            Boolean head,
            String value) {
        return change(database, key, head ? "LPUSH" : "RPUSH", EscapedText.bytes(value));
    }

    @JsonRpcDescription("Replaces an element of a list of the key/value server. index: from 0 on; expected: what is there, so that nothing "
            + "else is replaced" + KEY)
    public Outcome<Boolean> setElement(Integer database, String key,
            Long index,
            String expected,
            String value) {
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

    @JsonRpcDescription("Removes an element of a list of the key/value server. index: from 0 on; expected: what is there, so that nothing "
            + "else is removed" + KEY)
    public Outcome<Boolean> removeElement(Integer database,
            String key, Long index,
            String expected) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            byte[] at = utf8(Long.toString(index));
            return databases.alone(bytes, () -> {
                requireElement(database, bytes, at, expected);
                // There is no command that removes by the index: the element becomes one that no list has, which is removed.
                byte[] unique = utf8("removed " + UUID.randomUUID());
                databases.change(database).atomically(transaction -> {
                    transaction.execute("LSET", bytes, at, unique);
                    transaction.execute("LREM", bytes, ONE, unique);
                });
                return true;
            });
        });
    }

    @JsonRpcDescription("Adds a member to a set of the key/value server" + KEY)
    public Outcome<Boolean> addMember(Integer database, String key,
            String member) {
        return change(database, key, "SADD", EscapedText.bytes(member));
    }

    @JsonRpcDescription("Removes a member of a set of the key/value server" + KEY)
    public Outcome<Boolean> removeMember(Integer database, String key,
            String member) {
        return change(database, key, "SREM", EscapedText.bytes(member));
    }

    @JsonRpcDescription("Sets the score of a member of a sorted set of the key/value server, such as 1.5 or -inf, or adds the member"
            + KEY)
    public Outcome<Boolean> setScore(Integer database, String key,
            String member,
            String score) {
        return change(database, key, "ZADD", utf8(score.trim()), EscapedText.bytes(member));
    }

    @JsonRpcDescription("Removes a member of a sorted set of the key/value server" + KEY)
    public Outcome<Boolean> removeScored(Integer database, String key,
            String member) {
        return change(database, key, "ZREM", EscapedText.bytes(member));
    }

    @JsonRpcDescription("Appends an entry of one field to a stream of the key/value server" + KEY)
    public Outcome<Boolean> addEntry(Integer database, String key,
            String field, String value) {
        return change(database, key, "XADD", ANY_ID, EscapedText.bytes(field), EscapedText.bytes(value));
    }

    @JsonRpcDescription("Removes an entry of a stream of the key/value server by its id" + KEY)
    public Outcome<Boolean> removeEntry(Integer database, String key,
            String id) {
        return change(database, key, "XDEL", utf8(id));
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
