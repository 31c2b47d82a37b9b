package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Cells of the grid, and searches by means of them, against searches through all there is. */
class GeoSearchPropertiesTest {

    // Cells

    @Property
    void aPlaceIsFoundInItsCells(@ForAll("anywhere") GeoPoint point, @ForAll("steps") int step) {
        GeoHash cell = GeoHash.of(point, step);
        assertThat(point.longitude()).isBetween(cell.west(), cell.east());
        assertThat(point.latitude()).isBetween(cell.south(), cell.north());
        assertThat(GeoHash.score(point)).isBetween(cell.firstScore(), cell.endScore());
    }

    @Property
    void aScoreTellsAPlaceToAMeter(@ForAll("anywhere") GeoPoint point) {
        GeoPoint told = GeoHash.point(GeoHash.score(point));
        assertThat(told.distanceTo(point)).isLessThan(0.6);
        assertThat(GeoHash.score(told)).isEqualTo(GeoHash.score(point));
    }

    @Property
    void neighborsTouch(@ForAll("anywhere") GeoPoint point, @ForAll("steps") int step) {
        GeoHash cell = GeoHash.of(point, step);
        assertThat(cell.neighbor(0, 0)).isEqualTo(cell);
        assertThat(cell.neighbor(1, -1)).isEqualTo(cell.neighbor(1, 0).neighbor(0, -1));
        assertThat(cell.neighbor(1, 1).neighbor(-1, -1)).isEqualTo(cell);
        GeoHash east = cell.neighbor(1, 0);
        assertThat(east.west()).isEqualTo(cell.east() == 180 ? -180 : cell.east());
        assertThat(east.south()).isEqualTo(cell.south());
        GeoHash south = cell.neighbor(0, -1);
        assertThat(south.north()).isCloseTo(cell.south() == -GeoPoint.MAX_LATITUDE ? GeoPoint.MAX_LATITUDE : cell.south(),
                within(1e-12));
        assertThat(south.east()).isEqualTo(cell.east());
    }

    @Property
    void distancesAreTheSameBothWays(@ForAll("anywhere") GeoPoint one, @ForAll("anywhere") GeoPoint other) {
        assertThat(one.distanceTo(other)).isCloseTo(other.distanceTo(one), within(1e-6));
        assertThat(one.distanceTo(other)).isBetween(0.0, Math.PI * GeoPoint.EARTH_RADIUS);
        assertThat(one.northDistanceTo(other)).isLessThanOrEqualTo(one.distanceTo(other) + 1e-6);
        assertThat(one.distanceTo(one)).isZero();
    }

    @Example
    void lettersAreThoseOfTheWorld() {
        assertThat(GeoHash.text(new GeoPoint(-5.6, 42.6))).isEqualTo("ezs42e44yx0");
        assertThat(GeoHash.text(new GeoPoint(10.40744, 57.64911))).startsWith("u4pruydqqv");
    }

    // Searches

    /** Where a place is, as parts of what a search spans: beyond 1, it is outside. */
    private record Offset(double east, double north) {

        GeoPoint from(GeoPoint center, double eastMeters, double northMeters) {
            double degreesNorth = GeoPoint.degrees(north * northMeters / GeoPoint.EARTH_RADIUS);
            double latitude = Math.max(-85, Math.min(85, center.latitude() + degreesNorth));
            double degrees = GeoPoint.degrees(east * eastMeters / GeoPoint.EARTH_RADIUS / Math.cos(GeoPoint.radians(latitude)));
            return new GeoPoint(Math.IEEEremainder(center.longitude() + degrees, 360), latitude);
        }
    }

    /** As Redis itself, this does not look at regions around the poles, where some places may be missed. */
    @Property(tries = 300)
    void findsWhatIsInACircle(@ForAll("offsets") List<Offset> offsets, @ForAll("center") GeoPoint center,
            @ForAll("lengths") double radius) {
        Places known = new Places(offsets.stream().map(offset -> offset.from(center, radius, radius)).toList());
        Set<String> found = known.search(center, "BYRADIUS", radius);
        known.points.forEach((name, point) -> {
            double distance = center.distanceTo(point);
            if (distance < radius * 0.999) {
                assertThat(found).as("%s at %f", name, distance).contains(name);
            } else if (distance > radius) {
                assertThat(found).as("%s at %f", name, distance).doesNotContain(name);
            }
        });
    }

    @Property(tries = 300)
    void findsWhatIsInABox(@ForAll("offsets") List<Offset> offsets, @ForAll("center") GeoPoint center,
            @ForAll("lengths") double width, @ForAll("lengths") double height) {
        Places known = new Places(offsets.stream().map(offset -> offset.from(center, width / 2, height / 2)).toList());
        Set<String> found = known.search(center, "BYBOX", width, height);
        known.points.forEach((name, point) -> {
            if (isInBox(center, width * 0.999, height * 0.999, point)) {
                assertThat(found).as(name).contains(name);
            } else if (!isInBox(center, width, height, point)) {
                assertThat(found).as(name).doesNotContain(name);
            }
        });
    }

    private static boolean isInBox(GeoPoint center, double width, double height, GeoPoint point) {
        GeoPoint beside = new GeoPoint(center.longitude(), point.latitude());
        return point.distanceTo(beside) <= width / 2 && center.distanceTo(beside) <= height / 2;
    }

    /** Places in the corners of a box and in the middle of its sides, and boxes that are two meters larger or smaller. */
    @Property(tries = 300)
    void knowsTheEdgesOfABox(@ForAll("center") GeoPoint center, @ForAll @DoubleRange(min = 10, max = 10_000) double width,
            @ForAll @DoubleRange(min = 10, max = 10_000) double height) {
        double north = GeoPoint.degrees(height / 2 / GeoPoint.EARTH_RADIUS);
        Places places = new Places(List.of());
        for (int y = -1; y <= 1; y++) {
            double latitude = center.latitude() + y * north;
            double east = GeoPoint.degrees(width / 2 / GeoPoint.EARTH_RADIUS / Math.cos(GeoPoint.radians(latitude)));
            for (int x = -1; x <= 1; x++) {
                double longitude = center.longitude() + x * east;
                places.add("x" + x + "y" + y, new GeoPoint(Math.IEEEremainder(longitude, 360), latitude));
            }
        }
        assertThat(places.search(center, "BYBOX", width + 4, height + 4)).hasSize(9);
        assertThat(places.search(center, "BYBOX", width - 4, height + 4)).containsExactly("x0y-1", "x0y0", "x0y1");
        assertThat(places.search(center, "BYBOX", width + 4, height - 4)).containsExactly("x-1y0", "x0y0", "x1y0");
        assertThat(places.search(center, "BYBOX", width - 4, height - 4)).containsExactly("x0y0");
    }

    /** What went wrong in Redis once. */
    @Example
    void findsWhatHasBeenMissedBefore() {
        double[][] searches = { { 7083, 81.634948934258375, 30.561509253718668 },
                { 5416, -70.863281847379767, -46.347003465679947 }, { 6064, -89.818768962202014, -40.463868561416803 },
                { 156, 149.29737817929004, 15.95807862745508 }, { 143, 59.235461856813856, 66.269555127373678 },
                { 187, -101.88575239939883, 49.061997951502917 }, { 154, -90.187939661642517, 66.615930412251487 },
                { 149, 84.062063109158544, -65.685403922426232 }, { 16751, -1.8175081637769495, 20.665668878082954 } };
        Random random = new Random(1);
        List<GeoPoint> places = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            places.add(new GeoPoint(-180 + random.nextDouble() * 360, -70 + random.nextDouble() * 140));
        }
        Places known = new Places(places);
        for (double[] search : searches) {
            GeoPoint center = new GeoPoint(search[1], search[2]);
            Set<String> found = known.search(center, "BYRADIUS", search[0] * 1000);
            known.points.forEach((name, point) -> {
                if (center.distanceTo(point) < search[0] * 999) {
                    assertThat(found.contains(name)).as(name).isTrue();
                }
            });
        }
    }

    @Provide
    Arbitrary<GeoPoint> anywhere() {
        return points(GeoPoint.MAX_LATITUDE - 1e-6);
    }

    @Provide
    Arbitrary<GeoPoint> center() {
        return points(60);
    }

    @Provide
    Arbitrary<List<Offset>> offsets() {
        Arbitrary<Double> parts = Arbitraries.doubles().between(-1.5, 1.5);
        return Combinators.combine(parts, parts).as(Offset::new).list().ofMaxSize(100);
    }

    @Provide
    Arbitrary<Double> lengths() {
        return Arbitraries.oneOf(Arbitraries.doubles().between(1000, 200_000),
                Arbitraries.doubles().between(100_000, 2_000_000));
    }

    @Provide
    Arbitrary<Integer> steps() {
        return Arbitraries.integers().between(1, GeoHash.MAX_STEP);
    }

    private static Arbitrary<GeoPoint> points(double maxLatitude) {
        return Combinators.combine(Arbitraries.doubles().between(-179.999999, 179.999999).ofScale(9),
                Arbitraries.doubles().between(-maxLatitude, maxLatitude).ofScale(9)).as(GeoPoint::new);
    }

    /** Places that a server knows. */
    private static final class Places {

        private final TestServer.Client client = new TestServer().client(Dialect.RESP2);
        /** Where they are, as far as a score tells. */
        private final TreeMap<String, GeoPoint> points = new TreeMap<>();

        Places(List<GeoPoint> places) {
            for (int i = 0; i < places.size(); i++) {
                add("p" + i, places.get(i));
            }
        }

        void add(String name, GeoPoint point) {
            client.call("GEOADD", "places", Double.toString(point.longitude()), Double.toString(point.latitude()), name);
            points.put(name, GeoHash.point(GeoHash.score(point)));
        }

        Set<String> search(GeoPoint center, String shape, double... meters) {
            List<String> words = new ArrayList<>(List.of("GEOSEARCH", "places", "FROMLONLAT",
                    Double.toString(center.longitude()), Double.toString(center.latitude()), shape));
            for (double length : meters) {
                words.add(Double.toString(length));
            }
            words.add("m");
            Set<String> found = new TreeSet<>();
            client.call(words.toArray(String[]::new)).lines().filter(line -> !line.startsWith("*") && !line.startsWith("$"))
                    .forEach(name -> assertThat(found.add(name)).as("%s once", name).isTrue());
            return found;
        }
    }
}
