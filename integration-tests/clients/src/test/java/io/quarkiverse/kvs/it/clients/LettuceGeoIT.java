package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.GeoAddArgs;
import io.lettuce.core.GeoArgs;
import io.lettuce.core.GeoCoordinates;
import io.lettuce.core.GeoRadiusStoreArgs;
import io.lettuce.core.GeoSearch;
import io.lettuce.core.GeoWithin;
import io.lettuce.core.Value;
import io.lettuce.core.api.sync.RedisCommands;

/** Places with Lettuce. */
class LettuceGeoIT {

    @RegisterExtension
    static final LettuceExtension REDIS = new LettuceExtension();

    private static void addCities(RedisCommands<String, String> redis) {
        redis.geoadd("cities", 13.405, 52.52, "Berlin");
        redis.geoadd("cities", 13.0645, 52.3906, "Potsdam");
        redis.geoadd("cities", 2.3522, 48.8566, "Paris");
        redis.geoadd("cities", -0.1276, 51.5072, "London");
    }

    @EachProtocol
    void places(RedisCommands<String, String> redis) {
        addCities(redis);
        assertThat(redis.geoadd("cities", 12.5, 41.9, "Rome", GeoAddArgs.Builder.xx())).isZero();
        assertThat(redis.geodist("cities", "Paris", "London", GeoArgs.Unit.km)).isEqualTo(343.6268);
        assertThat(redis.geodist("cities", "Paris", "Rome", GeoArgs.Unit.m)).isNull();
        assertThat(redis.geohash("cities", "Paris", "Rome")).containsExactly(Value.just("u09tvw0f640"), Value.empty());
        List<GeoCoordinates> places = redis.geopos("cities", "Paris", "Rome");
        assertThat(places.get(0).getX().doubleValue()).isEqualTo(2.35219806432723999);
        assertThat(places.get(0).getY().doubleValue()).isEqualTo(48.8565995303492997);
        assertThat(places.get(1)).isNull();
    }

    @EachProtocol
    void searches(RedisCommands<String, String> redis) {
        addCities(redis);
        assertThat(redis.geosearch("cities", GeoSearch.fromMember("Berlin"), GeoSearch.byRadius(900, GeoArgs.Unit.km)))
                .containsExactlyInAnyOrder("Berlin", "Potsdam", "Paris");
        List<GeoWithin<String>> farthest = redis.geosearch("cities", GeoSearch.fromCoordinates(13, 52),
                GeoSearch.byRadius(2000, GeoArgs.Unit.km), GeoArgs.Builder.full().desc().withCount(2));
        assertThat(farthest).extracting(GeoWithin::getMember).containsExactly("London", "Paris");
        assertThat(farthest.get(0).getDistance()).isEqualTo(904.3134);
        assertThat(farthest.get(0).getGeohash()).isEqualTo(2163557714838307L);
        assertThat(farthest.get(0).getCoordinates().getX().doubleValue()).isEqualTo(-0.12760072946548462);
        assertThat(redis.geosearchstore("near", "cities", GeoSearch.fromCoordinates(0, 50),
                GeoSearch.byBox(500, 500, GeoArgs.Unit.km), new GeoArgs(), true)).isEqualTo(2);
        assertThat(redis.zrange("near", 0, -1)).as("by their distance").containsExactly("London", "Paris");
    }

    /** The commands before GEOSEARCH. */
    @EachProtocol
    void radius(RedisCommands<String, String> redis) {
        addCities(redis);
        GeoRadiusStoreArgs<String> near = new GeoRadiusStoreArgs<>();
        near.withStore("near");
        assertThat(redis.georadius("cities", 0, 50, 300, GeoArgs.Unit.km)).containsExactlyInAnyOrder("London", "Paris");
        assertThat(redis.georadiusbymember("cities", "Potsdam", 30, GeoArgs.Unit.km, GeoArgs.Builder.distance().desc()))
                .containsExactly(new GeoWithin<>("Berlin", 27.1989, null, null),
                        new GeoWithin<>("Potsdam", 0.0, null, null));
        assertThat(redis.georadiusbymember("cities", "Paris", 350, GeoArgs.Unit.km, near)).isEqualTo(2);
        assertThat(redis.zcard("near")).isEqualTo(2);
    }
}
