package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.GeoEntry;
import org.redisson.api.GeoOrder;
import org.redisson.api.GeoPosition;
import org.redisson.api.GeoUnit;
import org.redisson.api.RGeo;
import org.redisson.api.RedissonClient;
import org.redisson.api.geo.GeoSearchArgs;
import org.redisson.config.Protocol;

/** Places with Redisson. */
class RedissonGeoIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    private static RGeo<String> cities(RedissonClient redisson) {
        RGeo<String> cities = redisson.getGeo("cities");
        cities.add(new GeoEntry(13.405, 52.52, "Berlin"), new GeoEntry(13.0645, 52.3906, "Potsdam"),
                new GeoEntry(2.3522, 48.8566, "Paris"), new GeoEntry(-0.1276, 51.5072, "London"));
        return cities;
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void places(Protocol protocol) {
        RGeo<String> cities = cities(REDIS.connect(protocol));
        assertThat(cities.add(2.3522, 48.8566, "Paris")).as("nothing new").isZero();
        assertThat(cities.tryAdd(12.5, 41.9, "Paris")).as("there is one already").isFalse();
        assertThat(cities.dist("Paris", "London", GeoUnit.KILOMETERS)).isEqualTo(343.6268);
        assertThat(cities.hash("Paris", "Berlin")).isEqualTo(Map.of("Paris", "u09tvw0f640", "Berlin", "u33dc0cppj0"));
        assertThat(cities.pos("Paris", "Rome"))
                .isEqualTo(Map.of("Paris", new GeoPosition(2.35219806432723999, 48.8565995303492997)));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void searches(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RGeo<String> cities = cities(redisson);
        assertThat(cities.search(GeoSearchArgs.from("Berlin").radius(900, GeoUnit.KILOMETERS).order(GeoOrder.ASC)))
                .containsExactly("Berlin", "Potsdam", "Paris");
        assertThat(cities.searchWithDistance(
                GeoSearchArgs.from(13, 52).radius(2000, GeoUnit.KILOMETERS).order(GeoOrder.DESC).count(2)))
                .containsExactly(entry("London", 904.3134), entry("Paris", 830.4861));
        assertThat(cities.searchWithPosition(GeoSearchArgs.from(0, 50).box(500, 500, GeoUnit.KILOMETERS)))
                .containsOnlyKeys("Paris", "London")
                .containsEntry("Paris", new GeoPosition(2.35219806432723999, 48.8565995303492997));
        assertThat(cities.storeSortedSearchTo("near", GeoSearchArgs.from("Paris").radius(350, GeoUnit.KILOMETERS)))
                .isEqualTo(2);
        assertThat(redisson.<String> getScoredSortedSet("near").readAll()).as("by their distance").containsExactly("Paris",
                "London");
    }
}
