package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;

/**
 * Where to search for places: in a circle, or in a box whose sides run from west to east and from south to north.
 *
 * @param width of the box in meters; the diameter of the circle
 * @param height of the box in meters; the diameter of the circle
 */
record GeoShape(GeoPoint center, boolean isCircle, double width, double height) {

    /** Half of the earth's circumference, in meters. */
    private static final double HALF_EQUATOR = 20037726.37;
    /** East and north of all cells to search, in the order in which Redis searches them. */
    private static final int[][] DIRECTIONS = { { 0, 0 }, { 0, 1 }, { 0, -1 }, { 1, 0 }, { -1, 0 }, { 1, 1 }, { -1, 1 },
            { 1, -1 }, { -1, -1 } };
    /** Beyond these, cells are noticeably narrower than at the equator. */
    private static final double NORTHERN = 66;
    private static final double NEAR_POLE = 80;

    /** The distance of a place to the center, in meters, or NaN if the place is outside. */
    double distance(GeoPoint point) {
        if (isCircle) {
            double distance = center.distanceTo(point);
            return distance > width / 2 ? Double.NaN : distance;
        }
        // The cheaper question first.
        if (point.northDistanceTo(center) > height / 2) {
            return Double.NaN;
        }
        if (point.distanceTo(new GeoPoint(center.longitude(), point.latitude())) > width / 2) {
            return Double.NaN;
        }
        return center.distanceTo(point);
    }

    /** Up to nine cells that cover all of it, or at high latitudes nearly all; no two are the same. */
    List<GeoHash> cells() {
        double northDelta = GeoPoint.degrees(height / 2 / GeoPoint.EARTH_RADIUS);
        // The side that is nearer to the pole spans more degrees.
        double widest = center.latitude() < 0 ? center.latitude() - northDelta : center.latitude() + northDelta;
        double eastDelta = GeoPoint.degrees(width / 2 / GeoPoint.EARTH_RADIUS / Math.cos(GeoPoint.radians(widest)));
        double west = center.longitude() - eastDelta;
        double east = center.longitude() + eastDelta;
        double south = center.latitude() - northDelta;
        double north = center.latitude() + northDelta;

        int step = step();
        GeoHash middle = GeoHash.of(center, step);
        if (step > 1 && (middle.neighbor(0, 1).north() < north || middle.neighbor(0, -1).south() > south
                || middle.neighbor(1, 0).east() < east || middle.neighbor(-1, 0).west() > west)) {
            step--;
            middle = GeoHash.of(center, step);
        }
        List<GeoHash> cells = new ArrayList<>();
        for (int[] direction : DIRECTIONS) {
            boolean useless = step > 1 && (direction[0] < 0 && middle.west() < west || direction[0] > 0 && middle.east() > east
                    || direction[1] < 0 && middle.south() < south || direction[1] > 0 && middle.north() > north);
            GeoHash cell = middle.neighbor(direction[0], direction[1]);
            // Where there are few cells, some are neighbors on both sides.
            if (!useless && (cells.isEmpty() || !cells.get(cells.size() - 1).equals(cell))) {
                cells.add(cell);
            }
        }
        return cells;
    }

    /** How small cells can be so that the one in the middle and its neighbors are likely to cover everything. */
    private int step() {
        double reach = isCircle ? width / 2 : Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2));
        if (reach == 0) {
            return GeoHash.MAX_STEP;
        }
        int step = -1;
        for (double length = reach; length < HALF_EQUATOR; length *= 2) {
            step++;
        }
        double latitude = Math.abs(center.latitude());
        if (latitude > NORTHERN) {
            step--;
        }
        if (latitude > NEAR_POLE) {
            step--;
        }
        return Math.max(1, Math.min(GeoHash.MAX_STEP, step));
    }
}
