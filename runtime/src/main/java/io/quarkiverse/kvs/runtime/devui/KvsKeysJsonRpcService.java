package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.kvs.KvsException;
import io.quarkus.runtime.annotations.DevMCPEnableByDefault;
import io.quarkus.runtime.annotations.JsonRpcDescription;

/**
 * The keys, for the Dev UI and for Dev MCP. Keys and patterns are escaped: see {@link EscapedText}.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class KvsKeysJsonRpcService {

    /** Descriptions of parameters would replace that of the method, in Dev MCP of Quarkus 3.34. */
    static final String KEY = ". database: its number, mostly 0; key: bytes that are not text are written as \\xHH";
    private static final int MAX_KEYS = 1000;

    /** A database, and how many keys it has. */
    public record Database(int number, long keys) {
    }

    private final Databases databases = new Databases();

    /** Shown on the card. */
    public long keyCount() {
        return IntStream.range(0, databases.count()).mapToLong(number -> databases.look(number).size()).sum();
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Lists the databases of the key/value server with the number of keys of each")
    public List<Database> databases() {
        return IntStream.range(0, databases.count())
                .mapToObj(number -> new Database(number, databases.look(number).size())).toList();
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Finds keys of the key/value server, a page at a time; returns type, length, bytes in memory and time "
            + "to live. database: its number, mostly 0; pattern: glob-style such as user:*, empty for all keys; type: string, hash, "
            + "list, set, zset or stream, empty for all; cursor: 0 at first, then the cursor that the last page returned, until it is 0 again; count: how "
            + "many keys to find")
    public Outcome<KeySearch.Page> keys(Integer database,
            String pattern,
            String type,
            String cursor,
            Integer count) {
        return Outcome.of(() -> {
            if (count < 1 || count > MAX_KEYS) {
                throw new IllegalArgumentException("There may be 1 to " + MAX_KEYS + " keys on a page.");
            }
            return new KeySearch(databases.look(database)).search(pattern, type, cursor, count);
        });
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Reads the value of a key of the key/value server; of a large one, a page at a time. cursor: 0 at first, then "
            + "the cursor that the last page returned, until it is 0 again" + KEY)
    public Outcome<ValueReader.Page> value(Integer database,
            String key,
            String cursor) {
        return Outcome.of(() -> new ValueReader(databases.look(database)).read(EscapedText.bytes(key), cursor));
    }

    @JsonRpcDescription("Deletes a key of the key/value server" + KEY)
    public Outcome<Boolean> deleteKey(Integer database,
            String key) {
        return Outcome.of(() -> databases.change(database).delete(EscapedText.bytes(key)));
    }

    @JsonRpcDescription("Renames a key of the key/value server, unless the new name exists" + KEY)
    public Outcome<Boolean> renameKey(Integer database,
            String key,
            String newKey) {
        return Outcome.of(() -> {
            byte[] from = EscapedText.bytes(key);
            databases.requireKey(database, from);
            if (databases.change(database).execute("RENAMENX", from, EscapedText.bytes(newKey)).asLong() == 0) {
                throw new KvsException("There is a key with that name.");
            }
            return true;
        });
    }

    @JsonRpcDescription("Sets the time to live of a key of the key/value server, in milliseconds, or -1 for none" + KEY)
    public Outcome<Boolean> expireKey(Integer database,
            String key,
            Long timeToLive) {
        return Outcome.of(() -> {
            byte[] bytes = EscapedText.bytes(key);
            TimeToLive.require(timeToLive);
            databases.requireKey(database, bytes);
            if (timeToLive < 0) {
                databases.change(database).execute("PERSIST", bytes);
            } else {
                databases.change(database).execute("PEXPIRE", bytes, Long.toString(timeToLive).getBytes(UTF_8));
            }
            return true;
        });
    }

    @JsonRpcDescription("Deletes all keys of a database of the key/value server")
    public Outcome<Boolean> flushDatabase(Integer database) {
        return Outcome.of(() -> {
            databases.change(database).execute("FLUSHDB");
            return true;
        });
    }
}
