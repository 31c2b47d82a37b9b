package io.quarkiverse.kvs.core.command.family;

/**
 * A place on earth, in degrees.
 *
 * @param longitude from -180 to 180, east of Greenwich if positive
 * @param latitude from -85.05112878 to 85.05112878, north of the equator if positive: a Mercator map shows no more
 */
record GeoPoint(double longitude, double latitude) {

    static final double MAX_LONGITUDE = 180;
    static final double MAX_LATITUDE = 85.05112878;
    /** In meters, the earth being a sphere, as Redis has it. */
    static final double EARTH_RADIUS = 6372797.560856;
    private static final double RADIAN = Math.PI / 180;

    boolean isValid() {
        return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
    }

    /** The distance in meters, along the surface. */
    double distanceTo(GeoPoint other) {
        double v = Math.sin((radians(other.longitude) - radians(longitude)) / 2);
        if (v == 0) {
            return northDistanceTo(other);
        }
        double u = Math.sin((radians(other.latitude) - radians(latitude)) / 2);
        double a = u * u + Math.cos(radians(latitude)) * Math.cos(radians(other.latitude)) * v * v;
        return 2.0 * EARTH_RADIUS * Math.asin(Math.sqrt(a));
    }

    /** The distance in meters from one circle of latitude to the other. */
    double northDistanceTo(GeoPoint other) {
        return EARTH_RADIUS * Math.abs(radians(other.latitude) - radians(latitude));
    }

    static double radians(double degrees) {
        return degrees * RADIAN;
    }

    static double degrees(double radians) {
        return radians / RADIAN;
    }
}
