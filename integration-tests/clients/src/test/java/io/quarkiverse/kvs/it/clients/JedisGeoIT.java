package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import redis.clients.jedis.GeoCoordinate;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.args.GeoUnit;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.GeoAddParams;
import redis.clients.jedis.params.GeoRadiusParam;
import redis.clients.jedis.params.GeoRadiusStoreParam;
import redis.clients.jedis.params.GeoSearchParam;
import redis.clients.jedis.resps.GeoRadiusResponse;

/** Places with Jedis. */
class JedisGeoIT {

    @RegisterExtension
    static final JedisExtension REDIS = new JedisExtension();

    private static Jedis connect(RedisProtocol protocol) {
        Jedis jedis = REDIS.connect(protocol);
        jedis.geoadd("cities",
                Map.of("Berlin", new GeoCoordinate(13.405, 52.52), "Potsdam", new GeoCoordinate(13.0645, 52.3906),
                        "Paris", new GeoCoordinate(2.3522, 48.8566), "London", new GeoCoordinate(-0.1276, 51.5072)));
        return jedis;
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void places(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            assertThat(jedis.geoadd("cities", GeoAddParams.geoAddParams().xx().ch(),
                    Map.of("Rome", new GeoCoordinate(12.5, 41.9), "Paris", new GeoCoordinate(2.3522, 48.8566))))
                    .as("nothing new, nothing changed").isZero();
            assertThat(jedis.geodist("cities", "Paris", "London", GeoUnit.KM)).isEqualTo(343.6268);
            assertThat(jedis.geodist("cities", "Berlin", "Potsdam")).isEqualTo(27198.9118);
            assertThat(jedis.geodist("cities", "Berlin", "Rome")).isNull();
            assertThat(jedis.geohash("cities", "Paris", "Rome")).containsExactly("u09tvw0f640", null);
            assertThat(jedis.geopos("cities", "Paris", "Rome"))
                    .containsExactly(new GeoCoordinate(2.35219806432723999, 48.8565995303492997), null);
            assertThat(jedis.zscore("cities", "Paris")).as("a sorted set").isEqualTo(3663832779122514.0);
            assertThatThrownBy(() -> jedis.geoadd("cities", 181, 0, "nowhere")).isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR invalid longitude,latitude pair 181.000000,0.000000");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void searches(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            assertThat(jedis.geosearch("cities", "Berlin", 900, GeoUnit.KM)).extracting(GeoRadiusResponse::getMemberByString)
                    .containsExactlyInAnyOrder("Berlin", "Potsdam", "Paris");
            assertThat(jedis.geosearch("cities", new GeoCoordinate(0, 50), 500, 500, GeoUnit.KM))
                    .extracting(GeoRadiusResponse::getMemberByString).containsExactlyInAnyOrder("Paris", "London");
            GeoSearchParam farthest = GeoSearchParam.geoSearchParam().fromLonLat(13, 52).byRadius(2000, GeoUnit.KM).desc()
                    .count(2).withDist().withHash().withCoord();
            assertThat(jedis.geosearch("cities", farthest)).satisfiesExactly(first -> {
                assertThat(first.getMemberByString()).isEqualTo("London");
                assertThat(first.getDistance()).isEqualTo(904.3134);
                assertThat(first.getRawScore()).isEqualTo(2163557714838307L);
                assertThat(first.getCoordinate())
                        .isEqualTo(new GeoCoordinate(-0.12760072946548462, 51.50720053692975853));
            }, second -> assertThat(second.getMemberByString()).isEqualTo("Paris"));
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void stores(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            GeoSearchParam near = GeoSearchParam.geoSearchParam().fromMember("Berlin").byBox(100, 100, GeoUnit.KM);
            assertThat(jedis.geosearchStore("near", "cities", near)).isEqualTo(2);
            assertThat(jedis.geohash("near", "Berlin")).containsExactly("u33dc0cppj0");
            assertThat(jedis.geosearchStoreStoreDist("near", "cities", near)).isEqualTo(2);
            assertThat(jedis.zrange("near", 0, -1)).as("by their distance").containsExactly("Berlin", "Potsdam");
            assertThat(jedis.zscore("near", "Potsdam")).isBetween(27.19, 27.21);
        }
    }

    /** The commands before GEOSEARCH. */
    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void radius(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            GeoRadiusParam sorted = GeoRadiusParam.geoRadiusParam().sortAscending().withDist();
            assertThat(jedis.georadius("cities", 0, 50, 300, GeoUnit.KM, sorted)).satisfiesExactly(first -> {
                assertThat(first.getMemberByString()).isEqualTo("London");
                assertThat(first.getDistance()).isBetween(167.0, 168.0);
            }, second -> assertThat(second.getMemberByString()).isEqualTo("Paris"));
            assertThat(jedis.georadiusReadonly("cities", 0, 0, 1, GeoUnit.M)).isEmpty();
            assertThat(jedis.georadiusByMember("cities", "Potsdam", 30, GeoUnit.KM))
                    .extracting(GeoRadiusResponse::getMemberByString).containsExactlyInAnyOrder("Berlin", "Potsdam");
            assertThat(jedis.georadiusByMemberStore("cities", "Paris", 350, GeoUnit.KM, GeoRadiusParam.geoRadiusParam(),
                    GeoRadiusStoreParam.geoRadiusStoreParam().store("near"))).isEqualTo(2);
            assertThat(jedis.zrange("near", 0, -1)).containsExactly("London", "Paris");
        }
    }
}
