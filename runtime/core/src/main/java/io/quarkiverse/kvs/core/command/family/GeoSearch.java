package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Bound;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetBuilder;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** GEOSEARCH, and its relatives from before it was: what one is told, and what it finds. */
final class GeoSearch {

    /** In which order to answer. */
    private enum Order {
        NONE,
        NEAREST_FIRST,
        FARTHEST_FIRST
    }

    /** A member that is inside, and its distance to the center in meters. */
    private record Match(byte[] member, double score, GeoPoint point, double distance) {
    }

    private final CommandContext c;
    /** Null if there is none. */
    private final ReadableSortedSet set;
    /** The argument that is being looked at. */
    private int at;

    private boolean fromMember;
    private GeoPoint center;
    private boolean byRadius;
    private boolean byBox;
    /** In units, like {@link #height}; of a circle, the diameter. */
    private double width;
    private double height;
    /** A unit in meters. */
    private double unit;

    private boolean withDistance;
    private boolean withHash;
    private boolean withPoint;
    private Order order = Order.NONE;
    /** 0 for all. */
    private long count;
    private boolean any;
    /** The argument that is the key to store to, or 0. */
    private int destination;
    private boolean storeDistance;

    private GeoSearch(CommandContext c, int source) {
        this.c = c;
        set = SortedSetCommands.get(c, source);
    }

    // What it is told

    /**
     * GEORADIUS and GEORADIUSBYMEMBER.
     *
     * @param mayStore whether STORE and STOREDIST are allowed
     */
    static void radius(CommandContext c, boolean aroundMember, boolean mayStore) {
        GeoSearch search = new GeoSearch(c, 1);
        int radius = aroundMember ? 3 : 4;
        // Without a set, there is no member to search around, and Redis does not look at the radius either.
        if (!aroundMember) {
            search.center = GeoCommands.point(c, 2);
            search.parseRadius(radius);
        } else if (search.set != null) {
            search.center = search.position(2);
            search.parseRadius(radius);
        }
        for (search.at = radius + 2; search.at < c.count(); search.at++) {
            if (!search.takeOption() && !(mayStore && search.takeDestination())) {
                throw CommandException.SYNTAX;
            }
        }
        search.refuseDetails("STORE option in GEORADIUS");
        search.run("georadiusstore");
    }

    /** GEOSEARCH, or GEOSEARCHSTORE, which has the destination in front. */
    static void search(CommandContext c, boolean store) {
        GeoSearch search = new GeoSearch(c, store ? 2 : 1);
        search.destination = store ? 1 : 0;
        for (search.at = store ? 3 : 2; search.at < c.count(); search.at++) {
            if (!search.takeOption() && !search.takeCenter() && !search.takeShape()) {
                throw CommandException.SYNTAX;
            }
        }
        search.refuseDetails("GEOSEARCHSTORE");
        if (!search.fromMember && search.center == null) {
            throw search.oneOf("FROMMEMBER or FROMLONLAT");
        }
        if (!search.byRadius && !search.byBox) {
            throw search.oneOf("BYRADIUS and BYBOX");
        }
        search.run("geosearchstore");
    }

    private CommandException oneOf(String options) {
        return new CommandException("ERR exactly one of " + options + " can be specified for " + c.argument(0).latin1());
    }

    private void refuseDetails(String what) {
        if (destination > 0 && (withDistance || withHash || withPoint)) {
            throw new CommandException("ERR " + what + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
    }

    /** Whether an option is named that is followed by so many arguments. */
    private boolean isOption(String name, int arguments) {
        return c.is(at, name) && at + arguments < c.count();
    }

    private boolean takeOption() {
        if (c.is(at, "WITHDIST")) {
            withDistance = true;
        } else if (c.is(at, "WITHHASH")) {
            withHash = true;
        } else if (c.is(at, "WITHCOORD")) {
            withPoint = true;
        } else if (c.is(at, "ANY")) {
            any = true;
        } else if (c.is(at, "ASC")) {
            order = Order.NEAREST_FIRST;
        } else if (c.is(at, "DESC")) {
            order = Order.FARTHEST_FIRST;
        } else if (isOption("COUNT", 1)) {
            count = c.integer(++at);
            if (count <= 0) {
                throw new CommandException("ERR COUNT must be > 0");
            }
        } else {
            return false;
        }
        return true;
    }

    private boolean takeDestination() {
        if (isOption("STORE", 1)) {
            storeDistance = false;
        } else if (isOption("STOREDIST", 1)) {
            storeDistance = true;
        } else {
            return false;
        }
        destination = ++at;
        return true;
    }

    private boolean takeCenter() {
        if (isOption("FROMMEMBER", 1) && (fromMember || center == null)) {
            fromMember = true;
            at++;
            if (set != null) {
                center = position(at);
            }
        } else if (isOption("FROMLONLAT", 2) && !fromMember) {
            center = GeoCommands.point(c, at + 1);
            at += 2;
        } else {
            return false;
        }
        return true;
    }

    private boolean takeShape() {
        if (isOption("BYRADIUS", 2) && !byBox) {
            parseRadius(at + 1);
            at += 2;
        } else if (isOption("BYBOX", 3) && !byRadius) {
            parseBox(at + 1);
            at += 3;
        } else if (destination > 0 && c.is(at, "STOREDIST")) {
            storeDistance = true;
        } else {
            return false;
        }
        return true;
    }

    private void parseRadius(int argument) {
        double radius = c.number(argument, new CommandException("ERR need numeric radius"));
        if (radius < 0) {
            throw new CommandException("ERR radius cannot be negative");
        }
        width = 2 * radius;
        height = 2 * radius;
        unit = GeoCommands.unit(c, argument + 1);
        byRadius = true;
    }

    private void parseBox(int argument) {
        width = c.number(argument, new CommandException("ERR need numeric width"));
        height = c.number(argument + 1, new CommandException("ERR need numeric height"));
        if (width < 0 || height < 0) {
            throw new CommandException("ERR height or width cannot be negative");
        }
        unit = GeoCommands.unit(c, argument + 2);
        byBox = true;
    }

    /** Where a member is. */
    private GeoPoint position(int member) {
        double score = set.score(c.key(member));
        if (Double.isNaN(score)) {
            throw new CommandException("ERR could not decode requested zset member");
        }
        return GeoHash.point(score);
    }

    // What it finds

    private void run(String event) {
        if (any && count == 0) {
            throw new CommandException("ERR the ANY argument requires COUNT argument");
        }
        List<Match> matches = set == null ? List.of() : matches();
        if (destination > 0) {
            SortedSetCommands.store(c, c.key(destination), toSet(matches), event);
        } else {
            c.replyWith(matches.size(), (reply, cancelled) -> answer(reply, matches, cancelled));
        }
    }

    private List<Match> matches() {
        List<Match> matches = find();
        Order by = order == Order.NONE && count > 0 && !any ? Order.NEAREST_FIRST : order;
        Comparator<Match> nearestFirst = Comparator.comparingDouble(Match::distance);
        if (by != Order.NONE) {
            matches.sort(by == Order.NEAREST_FIRST ? nearestFirst : nearestFirst.reversed());
        }
        return count == 0 || count >= matches.size() ? matches : matches.subList(0, (int) count);
    }

    private List<Match> find() {
        GeoShape shape = new GeoShape(center, byRadius, width * unit, height * unit);
        long limit = any ? count : Long.MAX_VALUE;
        List<Match> found = new ArrayList<>();
        for (GeoHash cell : shape.cells()) {
            if (found.size() >= limit) {
                break;
            }
            int from = set.rank(Bound.before(cell.firstScore()));
            set.forEach(from, set.rank(Bound.before(cell.endScore())), (member, score) -> {
                GeoPoint point = GeoHash.point(score);
                double distance = shape.distance(point);
                if (!Double.isNaN(distance)) {
                    found.add(new Match(member.copy(), score, point, distance));
                }
                return found.size() < limit;
            });
        }
        return found;
    }

    private SortedSetValue toSet(List<Match> matches) {
        SortedSetBuilder builder = new SortedSetBuilder();
        Key member = new Key();
        for (Match match : matches) {
            builder.add(member.show(match.member), storeDistance ? match.distance / unit : match.score);
        }
        return builder.build();
    }

    private void answer(ReplyWriter reply, List<Match> matches, BooleanSupplier cancelled) {
        int details = (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withPoint ? 1 : 0);
        reply.array(matches.size());
        for (Match match : matches) {
            if (cancelled.getAsBoolean()) {
                return;
            }
            if (details > 0) {
                reply.array(1 + details);
            }
            reply.bulk(match.member);
            if (withDistance) {
                reply.bulk(GeoCommands.distanceText(match.distance / unit));
            }
            if (withHash) {
                reply.integer((long) match.score);
            }
            if (withPoint) {
                GeoCommands.answer(reply, match.point);
            }
        }
    }
}
