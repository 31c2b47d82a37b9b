package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.geo.GeoAddArgs;
import io.quarkus.redis.datasource.geo.GeoCommands;
import io.quarkus.redis.datasource.geo.GeoItem;
import io.quarkus.redis.datasource.geo.GeoPosition;
import io.quarkus.redis.datasource.geo.GeoRadiusArgs;
import io.quarkus.redis.datasource.geo.GeoRadiusStoreArgs;
import io.quarkus.redis.datasource.geo.GeoSearchArgs;
import io.quarkus.redis.datasource.geo.GeoSearchStoreArgs;
import io.quarkus.redis.datasource.geo.GeoUnit;
import io.quarkus.redis.datasource.geo.GeoValue;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#geo(Class)}. */
@QuarkusTest
class PlacesTest extends DataSourceTest {

    private GeoCommands<String, String> places;

    @BeforeEach
    void addCities() {
        places = redis.geo(String.class);
        places.geoadd("cities", GeoItem.of("Berlin", 13.405, 52.52), GeoItem.of("Potsdam", 13.0645, 52.3906),
                GeoItem.of("Paris", 2.3522, 48.8566), GeoItem.of("London", -0.1276, 51.5072));
    }

    @Test
    void places() {
        assertThat(places.geoadd("cities", GeoPosition.of(12.5, 41.9), "Rome")).isTrue();
        assertThat(places.geoadd("cities", 12.5, 41.9, "Rome", new GeoAddArgs().ch())).as("where it was").isFalse();
        assertThat(places.geodist("cities", "Paris", "London", GeoUnit.KM)).hasValue(343.6268);
        assertThat(places.geodist("cities", "Paris", "Vienna", GeoUnit.KM)).isEmpty();
        assertThat(places.geohash("cities", "Paris", "Vienna")).containsExactly("u09tvw0f640", null);
        assertThat(places.geopos("cities", "Paris", "Vienna")).satisfiesExactly(paris -> {
            assertThat(paris.longitude()).isEqualTo(2.35219806432723999);
            assertThat(paris.latitude()).isEqualTo(48.8565995303492997);
        }, vienna -> assertThat(vienna).isNull());
    }

    @Test
    void searches() {
        List<GeoValue<String>> farthest = places.geosearch("cities",
                new GeoSearchArgs<String>().fromCoordinate(13, 52).byRadius(2000, GeoUnit.KM).descending().count(2)
                        .withDistance().withCoordinates().withHash());
        assertThat(farthest).satisfiesExactly(first -> {
            assertThat(first.member()).isEqualTo("London");
            assertThat(first.distance()).hasValue(904.3134);
            assertThat(first.geohash()).hasValue(2163557714838307L);
            assertThat(first.longitude()).hasValue(-0.12760072946548462);
        }, second -> assertThat(second.member()).isEqualTo("Paris"));
        assertThat(places.geosearchstore("near", "cities",
                new GeoSearchStoreArgs<String>().fromMember("Berlin").byBox(100, 100, GeoUnit.KM), true)).isEqualTo(2);
        assertThat(redis.sortedSet(String.class).zrange("near", 0, -1)).as("by their distance").containsExactly("Berlin",
                "Potsdam");
    }

    /** The commands before GEOSEARCH. */
    @Test
    @SuppressWarnings("deprecation")
    void radius() {
        assertThat(places.georadius("cities", 0, 50, 300, GeoUnit.KM)).containsExactlyInAnyOrder("London", "Paris");
        assertThat(
                places.georadiusbymember("cities", "Potsdam", 30, GeoUnit.KM, new GeoRadiusArgs().ascending().withDistance()))
                .satisfiesExactly(first -> assertThat(first.distance()).hasValue(0),
                        second -> assertThat(second.distance()).hasValue(27.1989));
        assertThat(places.georadiusbymember("cities", "Paris", 350, GeoUnit.KM,
                new GeoRadiusStoreArgs<String>().storeKey("near"))).isEqualTo(2);
        assertThat(redis.sortedSet(String.class).zrange("near", 0, -1)).containsExactly("London", "Paris");
    }

    @Test
    void reactively() {
        List<GeoValue<String>> near = reactive.geo(String.class)
                .geosearch("cities", new GeoSearchArgs<String>().fromMember("Berlin").byRadius(900, GeoUnit.KM).ascending())
                .await().atMost(Duration.ofSeconds(30));
        assertThat(near).extracting(GeoValue::member).containsExactly("Berlin", "Potsdam", "Paris");
    }
}
