package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.Transaction;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableList;
import io.quarkiverse.kvs.core.store.value.ValueType;
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
            + "of the list or the score, empty for a set; timeToLive: in milliseconds, or -1 for none" + KEY)
    public Outcome<Boolean> createKey(Integer database, String key,
            String type,
            String name,
            String value,
            Long timeToLive) {
        return Outcome.of(() -> {
            TimeToLive.require(timeToLive);
            KeyValueStore store = databases.change(database);
            byte[] bytes = EscapedText.bytes(key);
            byte[] first = EscapedText.bytes(name);
            byte[] second = EscapedText.bytes(value);
            if (databases.look(database).exists(bytes)) {
                throw new KvsException("There is a key with that name.");
            }
            byte[][] words = ValueType.named(type)
                    .orElseThrow(() -> new IllegalArgumentException("There is no type " + type + "."))
                    .description().creating(bytes, first, second);
            store.execute(new String(words[0], UTF_8), words[1], Arrays.copyOfRange(words, 2, words.length));
            if (timeToLive > 0) {
                store.execute("PEXPIRE", bytes, utf8(Long.toString(timeToLive)));
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
            return changeElement(database, bytes, index, expected,
                    transaction -> transaction.execute("LSET", bytes, at, EscapedText.bytes(value)));
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
            // There is no command that removes by the index: the element becomes one that no list has, which is removed.
            byte[] unique = utf8("removed " + UUID.randomUUID());
            return changeElement(database, bytes, index, expected, transaction -> {
                transaction.execute("LSET", bytes, at, unique);
                transaction.execute("LREM", bytes, ONE, unique);
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

    @JsonRpcDescription("Sets the value of a name in an ordered map of the key/value server, or adds the name" + KEY)
    public Outcome<Boolean> setOrdered(Integer database, String key,
            String name, String value) {
        return change(database, key, "OM.SET", EscapedText.bytes(name), EscapedText.bytes(value));
    }

    @JsonRpcDescription("Removes a name of an ordered map of the key/value server" + KEY)
    public Outcome<Boolean> removeOrdered(Integer database, String key,
            String name) {
        return change(database, key, "OM.DEL", EscapedText.bytes(name));
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

    /** Calls commands on a list if it has an element at an index, while no other command changes it. */
    private boolean changeElement(int database, byte[] key, long index, String expected, Consumer<Transaction> commands) {
        byte[] element = EscapedText.bytes(expected);
        if (!databases.change(database).atomicallyIf(keyspace -> has(keyspace, new Key().show(key), index, element),
                commands)) {
            throw new KvsException("The list has changed meanwhile: something else is at this index now.");
        }
        return true;
    }

    private static boolean has(Keyspace keyspace, Key key, long index, byte[] element) {
        return keyspace.valueUnnoticed(key) instanceof ReadableList list && index >= 0 && index < list.size()
                && list.show(index, new Bytes()).sameAs(element);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
