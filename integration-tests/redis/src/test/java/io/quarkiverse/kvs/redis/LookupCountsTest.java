package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * What every command counts as a hit and as a miss, and for which keys it sends {@code keymiss}, is what Redis counts and
 * sends: for keys that are there, and for keys that are not.
 */
class LookupCountsTest {

    private static final Pattern HITS = Pattern.compile("keyspace_hits:(\\d+)");
    private static final Pattern MISSES = Pattern.compile("keyspace_misses:(\\d+)");

    /** What is there at first. */
    private static final List<String> DATA = List.of("SET s 5", "SET t abc EX 1000", "RPUSH l 1 2 3", "HSET h f 1 g 2",
            "SADD u 1 2 3", "SADD v 2 3", "ZADD z 1 a 2 b", "GEOADD g 1 1 a 2 2 b", "PFADD p a b", "SETBIT b 7 1");

    /** Each with keys that are there, and again with {@code no} in the place of the first. */
    private static final List<String> COMMANDS = List.of("GET s", "GETEX s", "GETEX s EX 100", "GETEX t PERSIST", "GETDEL s",
            "GETSET s 1", "SET s 1", "SET s 1 GET", "SET s 1 NX", "SET s 1 XX", "SET s 1 KEEPTTL", "SET s 1 XX GET",
            "SETNX s 1",
            "SETEX s 10 1", "PSETEX s 10 1", "MGET s no t", "MSET s 1 no 2", "MSETNX s 1", "APPEND s 1", "STRLEN s",
            "GETRANGE s 0 1", "SUBSTR s 0 1", "SETRANGE s 1 x", "INCR s", "INCRBY s 2", "INCRBYFLOAT s 1", "DECR s", "LCS s t",
            "EXISTS s no s", "TYPE s", "TTL s", "PTTL t", "EXPIRETIME t", "PEXPIRETIME t", "EXPIRE s 10", "PEXPIRE s 10000 GT",
            "PERSIST t", "DEL s no", "UNLINK s", "TOUCH s no", "RENAME s r", "RENAMENX s r", "COPY s c", "COPY s t",
            "COPY s t REPLACE", "MOVE s 1", "DUMP s", "OBJECT ENCODING s", "OBJECT REFCOUNT s", "OBJECT IDLETIME s",
            "OBJECT FREQ s", "MEMORY USAGE s", "DEBUG OBJECT s", "SORT l", "SORT_RO l", "SORT l STORE d", "RANDOMKEY",
            "SCAN 0", "KEYS *", "DBSIZE", "WATCH s", "GETBIT b 1", "SETBIT b 1 1", "BITCOUNT b", "BITPOS b 1", "BITOP NOT d b",
            "BITFIELD b GET u8 0", "BITFIELD b SET u8 0 1", "BITFIELD_RO b GET u8 0", "LLEN l", "LRANGE l 0 -1", "LINDEX l 0",
            "LPOS l 1", "LPUSH l 1", "RPUSHX l 1", "LPOP l", "LPOP l 2", "RPOP l", "LSET l 0 x", "LREM l 1 2", "LTRIM l 0 1",
            "LINSERT l BEFORE 2 x", "LMOVE l m LEFT LEFT", "RPOPLPUSH l m", "LMPOP 1 l LEFT", "BLPOP l 0.01", "HGET h f",
            "HMGET h f x",
            "HGETALL h", "HKEYS h", "HVALS h", "HLEN h", "HSTRLEN h f", "HEXISTS h f", "HSCAN h 0", "HRANDFIELD h",
            "HSET h x 1",
            "HSETNX h f 1", "HDEL h f", "HINCRBY h f 1", "HINCRBYFLOAT h f 1", "SADD u 9", "SREM u 1", "SISMEMBER u 1",
            "SMISMEMBER u 1 9", "SMEMBERS u", "SCARD u", "SRANDMEMBER u", "SRANDMEMBER u 2", "SPOP u", "SPOP u 2",
            "SMOVE u v 1",
            "SSCAN u 0", "SINTER u v", "SUNION u v", "SDIFF u v", "SINTERCARD 2 u v", "SINTERSTORE d u v", "SUNIONSTORE d u v",
            "SDIFFSTORE d u v", "ZADD z 3 c", "ZADD z INCR 1 a", "ZINCRBY z 1 a", "ZSCORE z a", "ZMSCORE z a x", "ZRANK z a",
            "ZREVRANK z a", "ZCARD z", "ZCOUNT z 0 9", "ZLEXCOUNT z - +", "ZRANGE z 0 -1", "ZRANGE z 0 9 BYSCORE",
            "ZREVRANGE z 0 -1",
            "ZRANGEBYSCORE z 0 9", "ZRANGEBYLEX z - +", "ZRANGESTORE d z 0 -1", "ZREM z a", "ZREMRANGEBYRANK z 0 0",
            "ZPOPMIN z",
            "ZMPOP 1 z MIN", "ZRANDMEMBER z", "ZSCAN z 0", "ZUNION 2 z u", "ZINTER 2 z u", "ZDIFF 2 z u", "ZINTERCARD 2 z u",
            "ZUNIONSTORE d 2 z u", "ZINTERSTORE d 2 z u", "ZDIFFSTORE d 2 z u", "GEOADD g 3 3 c", "GEOPOS g a", "GEODIST g a b",
            "GEOHASH g a", "GEOSEARCH g FROMMEMBER a BYRADIUS 1 km", "GEOSEARCHSTORE d g FROMMEMBER a BYRADIUS 1 km",
            "GEORADIUSBYMEMBER g a 1 km", "GEORADIUS g 1 1 1 km", "PFADD p c", "PFCOUNT p", "PFCOUNT p no", "PFMERGE d p",
            "RESTORE s 0 x", "GET l", "GETEX l", "GETDEL l", "GETSET l 1", "SET l 1 GET", "LLEN s", "HGET s f");

    @Test
    void areThoseOfRedis() throws Exception {
        try (RedisProcess redis = RedisProcess.startOrSkip();
                OwnServer own = new OwnServer();
                RespConnection real = new RespConnection(redis.port());
                RespConnection here = new RespConnection(own.port())) {
            List<String> ofRedis = new ArrayList<>();
            List<String> ofOwn = new ArrayList<>();
            for (String command : COMMANDS) {
                for (String each : List.of(command, withoutTheKey(command))) {
                    ofRedis.add(count(real, redis.port(), each));
                    ofOwn.add(count(here, own.port(), each));
                }
            }
            assertThat(ofOwn).isEqualTo(ofRedis);
        }
    }

    /** The same about a key that is not there: the first word behind the name that is a key in {@link #DATA}. */
    private static String withoutTheKey(String command) {
        return command.replaceFirst(" [stlhuvzgpb](?= |$)", " no");
    }

    /** The hits, the misses, and how many events of misses come, as text. */
    private static String count(RespConnection connection, int port, String command) {
        connection.call("FLUSHALL");
        connection.call("UNWATCH");
        DATA.forEach(line -> connection.call(line.split(" ")));
        connection.call("CONFIG", "SET", "notify-keyspace-events", "Em");
        try (RespConnection events = new RespConnection(port)) {
            events.call("SUBSCRIBE", "__keyevent@0__:keymiss", "end");
            events.read();
            connection.call("CONFIG", "RESETSTAT");
            connection.call(command.split(" "));
            String info = connection.call("INFO", "stats");
            connection.call("PUBLISH", "end", "end");
            StringBuilder missed = new StringBuilder();
            for (String message; !(message = events.read()).contains("\r\nend\r\n");) {
                missed.append(message.substring(message.indexOf("keymiss") + 7).replaceAll("\\s+", " "));
            }
            return command + ": " + number(HITS, info) + " hits, " + number(MISSES, info) + " misses," + missed;
        } finally {
            connection.call("CONFIG", "SET", "notify-keyspace-events", "");
        }
    }

    private static String number(Pattern pattern, String info) {
        Matcher matcher = pattern.matcher(info);
        assertThat(matcher.find()).as(info).isTrue();
        return matcher.group(1);
    }
}
