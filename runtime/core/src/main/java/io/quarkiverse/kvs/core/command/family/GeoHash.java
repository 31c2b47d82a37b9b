package io.quarkiverse.kvs.core.command.family;

/**
 * A cell of a grid over the map: the map is halved from west to east and from south to north, {@code step} times each, and each
 * halving is a bit. A cell of the smallest size, of 26 steps, tells a place to about half a meter; its 52 bits are the score
 * that a place has in a sorted set. As the bits of a larger cell are the first ones of all cells in it, whatever stands in it
 * has scores that follow each other.
 *
 * <pre>
 * bits   longitude, latitude, longitude, latitude, ... from the highest to the lowest: 1 for the east, 1 for the north
 * </pre>
 *
 * @param step how often the map is halved in each direction, from 1 to 26
 */
record GeoHash(long bits, int step) {

    static final int MAX_STEP = 26;

    private static final long LONGITUDE_BITS = 0xaaaaaaaaaaaaaaaaL;
    private static final long LATITUDE_BITS = 0x5555555555555555L;
    private static final double POLE = 90;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int LETTER_BITS = 5;
    /** Ten letters of 5 bits; the 2 bits left, and 3 more, make one that is always 0. */
    private static final int LETTERS = 10;

    /** The cell that a place is in. */
    static GeoHash of(GeoPoint point, int step) {
        return new GeoHash(bits(point, step, GeoPoint.MAX_LATITUDE), step);
    }

    /** The bits of a place on a map that ends in the north and in the south at a latitude. */
    private static long bits(GeoPoint point, int step, double maxLatitude) {
        double north = (point.latitude() + maxLatitude) / (2 * maxLatitude) * (1L << step);
        double east = (point.longitude() + GeoPoint.MAX_LONGITUDE) / (2 * GeoPoint.MAX_LONGITUDE) * (1L << step);
        return spread((long) north) | spread((long) east) << 1;
    }

    /** The middle of the smallest cell that a score stands for; any score stands for one. */
    static GeoPoint point(double score) {
        GeoHash cell = new GeoHash((long) score, MAX_STEP);
        return new GeoPoint(clamp((cell.west() + cell.east()) / 2, GeoPoint.MAX_LONGITUDE),
                clamp((cell.south() + cell.north()) / 2, GeoPoint.MAX_LATITUDE));
    }

    private static double clamp(double degrees, double max) {
        return Math.max(-max, Math.min(max, degrees));
    }

    /** The score of a place in a sorted set. */
    static double score(GeoPoint point) {
        return of(point, MAX_STEP).firstScore();
    }

    /** The lowest score of a place in this cell. */
    double firstScore() {
        return bits << 2 * (MAX_STEP - step);
    }

    /** The lowest score of a place behind this cell. */
    double endScore() {
        return bits + 1 << 2 * (MAX_STEP - step);
    }

    /**
     * The name of a place as it is known from geohash.org: 11 letters, of a map that goes to the poles.
     */
    static String text(GeoPoint point) {
        long bits = bits(point, MAX_STEP, POLE);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= LETTERS; i++) {
            text.append(ALPHABET.charAt((int) (bits >> 2 * MAX_STEP - LETTER_BITS * i) & (1 << LETTER_BITS) - 1));
        }
        return text.append('0').toString();
    }

    // Borders, in degrees

    double west() {
        return longitude(0);
    }

    double east() {
        return longitude(1);
    }

    double south() {
        return latitude(0);
    }

    double north() {
        return latitude(1);
    }

    private double longitude(int cells) {
        double part = (gather(bits >>> 1) + cells) / (double) (1L << step);
        return -GeoPoint.MAX_LONGITUDE + part * (2 * GeoPoint.MAX_LONGITUDE);
    }

    private double latitude(int cells) {
        double part = (gather(bits) + cells) / (double) (1L << step);
        return -GeoPoint.MAX_LATITUDE + part * (2 * GeoPoint.MAX_LATITUDE);
    }

    /**
     * A cell of the same size next to this one; next to one at the edge of the map lies one at the opposite edge.
     *
     * @param east 1 for the east, -1 for the west, or 0
     * @param north 1 for the north, -1 for the south, or 0
     */
    GeoHash neighbor(int east, int north) {
        return new GeoHash(moved(LONGITUDE_BITS, LATITUDE_BITS, east) | moved(LATITUDE_BITS, LONGITUDE_BITS, north), step);
    }

    /** The bits of one direction after a step: with all others set, a carry runs through them. */
    private long moved(long own, long others, int direction) {
        if (direction == 0) {
            return bits & own;
        }
        int unused = Long.SIZE - 2 * step;
        long filled = others >>> unused;
        long moved = direction > 0 ? (bits & own) + (filled + 1) : (bits & own | filled) - (filled + 1);
        return moved & own >>> unused;
    }

    // Interleaving

    /** Puts a 0 in front of each of the lower 32 bits. */
    private static long spread(long number) {
        long spread = number & 0xffffffffL;
        spread = (spread | spread << 16) & 0x0000ffff0000ffffL;
        spread = (spread | spread << 8) & 0x00ff00ff00ff00ffL;
        spread = (spread | spread << 4) & 0x0f0f0f0f0f0f0f0fL;
        spread = (spread | spread << 2) & 0x3333333333333333L;
        return (spread | spread << 1) & LATITUDE_BITS;
    }

    /** Takes every second bit, the lowest among them. */
    private static long gather(long number) {
        long gathered = number & LATITUDE_BITS;
        gathered = (gathered | gathered >>> 1) & 0x3333333333333333L;
        gathered = (gathered | gathered >>> 2) & 0x0f0f0f0f0f0f0f0fL;
        gathered = (gathered | gathered >>> 4) & 0x00ff00ff00ff00ffL;
        gathered = (gathered | gathered >>> 8) & 0x0000ffff0000ffffL;
        return (gathered | gathered >>> 16) & 0xffffffffL;
    }
}
