package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.StreamEntryDeletionResult;
import redis.clients.jedis.resps.StreamGroupInfo;
import redis.clients.jedis.resps.StreamPendingEntry;

/** Streams with Jedis. */
class JedisStreamIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private static final Map<String, StreamEntryID> NEW = Map.of("s", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);

    private static StreamEntryID id(int time) {
        return new StreamEntryID(time, 0);
    }

    private static Jedis connect(RedisProtocol protocol) {
        Jedis jedis = REDIS.connect(protocol);
        for (int i = 1; i <= 5; i++) {
            jedis.xadd("s", id(i), Map.of("n", Integer.toString(i)));
        }
        return jedis;
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void entries(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            StreamEntryID added = jedis.xadd("s", XAddParams.xAddParams().maxLen(4), Map.of("n", "6", "m", "x"));
            assertThat(added.getTime()).isGreaterThan(1_600_000_000_000L);
            assertThat(jedis.xlen("s")).isEqualTo(4);
            assertThat(jedis.xadd("none", XAddParams.xAddParams().noMkStream(), Map.of("n", "1"))).isNull();
            assertThat(jedis.xrange("s", "-", "+")).extracting(StreamEntry::getID).containsExactly(id(3), id(4), id(5), added);
            assertThat(jedis.xrange("s", "(3-0", "5", 1)).satisfiesExactly(entry -> {
                assertThat(entry.getID()).isEqualTo(id(4));
                assertThat(entry.getFields()).isEqualTo(Map.of("n", "4"));
            });
            assertThat(jedis.xrevrange("s", "+", "-", 1).get(0).getFields()).isEqualTo(Map.of("n", "6", "m", "x"));
            assertThat(jedis.xdel("s", id(4), id(99))).isEqualTo(1);
            assertThat(jedis.xtrim("s", XTrimParams.xTrimParams().minId("5"))).isEqualTo(1);
            assertThatThrownBy(() -> jedis.xadd("s", id(1), Map.of("n", "1"))).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR The ID specified in XADD is equal or smaller than the target stream top item");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void readers(RedisProtocol protocol) throws InterruptedException {
        try (Jedis jedis = connect(protocol); Jedis other = REDIS.connectAgain(protocol)) {
            assertThat(jedis.xread(XReadParams.xReadParams().count(2), Map.of("s", id(3))).get(0).getValue())
                    .extracting(StreamEntry::getID).containsExactly(id(4), id(5));
            assertThat(jedis.xread(XReadParams.xReadParams(), Map.of("s", id(5)))).isNullOrEmpty();
            Thread adding = new Thread(() -> {
                KvsServerExtension.awaitBlocked(1, () -> other.info("clients"));
                other.xadd("s", id(6), Map.of("n", "6"));
            });
            adding.start();
            assertThat(jedis.xread(XReadParams.xReadParams().block(20_000), Map.of("s", StreamEntryID.XREAD_NEW_ENTRY)).get(0)
                    .getValue()).extracting(StreamEntry::getID).containsExactly(id(6));
            adding.join();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void groups(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            assertThat(jedis.xgroupCreate("s", "g", id(0), false)).isEqualTo("OK");
            assertThatThrownBy(() -> jedis.xgroupCreate("s", "g", id(0), false))
                    .hasMessage("BUSYGROUP Consumer Group name already exists");
            assertThat(jedis.xreadGroup("g", "ada", XReadGroupParams.xReadGroupParams().count(3), NEW).get(0).getValue())
                    .extracting(StreamEntry::getID).containsExactly(id(1), id(2), id(3));
            assertThat(jedis.xreadGroup("g", "bob", XReadGroupParams.xReadGroupParams().noAck(), NEW).get(0).getValue())
                    .hasSize(2);
            assertThat(jedis.xack("s", "g", id(1), id(5))).isEqualTo(1);
            assertThat(jedis.xpending("s", "g")).satisfies(pending -> {
                assertThat(pending.getTotal()).isEqualTo(2);
                assertThat(pending.getMinId()).isEqualTo(id(2));
                assertThat(pending.getConsumerMessageCount()).isEqualTo(Map.of("ada", 2L));
            });
            assertThat(jedis.xpending("s", "g", XPendingParams.xPendingParams("-", "+", 10)))
                    .extracting(StreamPendingEntry::getConsumerName).containsExactly("ada", "ada");
            assertThat(jedis.xclaim("s", "g", "eve", 0, XClaimParams.xClaimParams().retryCount(7), id(2)))
                    .extracting(StreamEntry::getFields).containsExactly(Map.of("n", "2"));
            assertThat(jedis.xpending("s", "g", XPendingParams.xPendingParams("-", "+", 10).consumer("eve")))
                    .extracting(StreamPendingEntry::getDeliveredTimes).containsExactly(7L);
            assertThat(jedis.xautoclaim("s", "g", "bob", 0, id(0), XAutoClaimParams.xAutoClaimParams().count(1)))
                    .satisfies(claimed -> {
                        assertThat(claimed.getKey()).isEqualTo(id(3));
                        assertThat(claimed.getValue()).extracting(StreamEntry::getID).containsExactly(id(2));
                    });
            assertThat(jedis.xackdel("s", "g", id(2))).containsExactly(StreamEntryDeletionResult.DELETED);
            assertThat(jedis.xgroupDelConsumer("s", "g", "ada")).isEqualTo(1);
            assertThat(jedis.xgroupDestroy("s", "g")).isEqualTo(1);
            assertThatThrownBy(() -> jedis.xreadGroup("g", "ada", XReadGroupParams.xReadGroupParams(), NEW))
                    .hasMessageStartingWith("NOGROUP No such key 's' or consumer group 'g'");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void whatIsKnown(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            jedis.xgroupCreate("s", "g", id(3), false);
            jedis.xreadGroup("g", "ada", XReadGroupParams.xReadGroupParams().count(1), NEW);
            assertThat(jedis.xinfoStream("s")).satisfies(info -> {
                assertThat(info.getLength()).isEqualTo(5);
                assertThat(info.getLastGeneratedId()).isEqualTo(id(5));
                assertThat(info.getFirstEntry().getFields()).isEqualTo(Map.of("n", "1"));
                assertThat(info.getGroups()).isEqualTo(1);
            });
            List<StreamGroupInfo> groups = jedis.xinfoGroups("s");
            assertThat(groups).singleElement().satisfies(group -> {
                assertThat(group.getName()).isEqualTo("g");
                assertThat(group.getPending()).isEqualTo(1);
                assertThat(group.getLastDeliveredId()).isEqualTo(id(4));
            });
            assertThat(jedis.xinfoConsumers2("s", "g")).singleElement()
                    .satisfies(consumer -> assertThat(consumer.getName()).isEqualTo("ada"));
            assertThat(jedis.xinfoStreamFull("s")).satisfies(full -> {
                assertThat(full.getEntries()).hasSize(5);
                assertThat(full.getGroups().get(0).getConsumers().get(0).getName()).isEqualTo("ada");
            });
        }
    }
}
