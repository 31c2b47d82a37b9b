package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.after;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.math.BigDecimal;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.SortedSetCommands.AddOptions;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;

/** Commands on places: members of a sorted set whose scores tell where they are (see {@link GeoHash}). */
final class GeoCommands {

    static final Command GEOADD = command("GEOADD",
            "key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]")
            .in(Group.GEO).since("3.2.0").complexity("O(log(N)) for each place, N being the size of the sorted set")
            .arity(-5).flags(WRITE, DENYOOM).key(at(1, "RW update"))
            .summary("Adds places to a sorted set, or moves them.")
            .runs(GeoCommands::geoadd);

    static final Command GEODIST = command("GEODIST", "key member1 member2 [M | KM | FT | MI]")
            .in(Group.GEO).since("3.2.0").complexity("O(log(N)), N being the size of the sorted set")
            .arity(-4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the distance between two places.")
            .runs(GeoCommands::geodist);

    static final Command GEOHASH = command("GEOHASH", "key member [member ...]")
            .in(Group.GEO).since("3.2.0").complexity("O(N), N being the number of places asked for")
            .arity(-2).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the geohash strings of places.")
            .runs(GeoCommands::geohash);

    static final Command GEOPOS = command("GEOPOS", "key member [member ...]")
            .in(Group.GEO).since("3.2.0").complexity("O(N), N being the number of places asked for")
            .arity(-2).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the longitude and latitude of places.")
            .runs(GeoCommands::geopos);

    static final Command GEORADIUS = command("GEORADIUS",
            "key longitude latitude radius <M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] "
                    + "[ASC | DESC] [STORE key] [STOREDIST key]")
            .in(Group.GEO).since("3.2.0")
            .complexity("O(N+log(M)), N being the number of places around the circle and M the size of the sorted set")
            .arity(-6).flags(WRITE, DENYOOM).key(at(1, "RO access"))
            .key(after("STORE", 6, "OW update")).key(after("STOREDIST", 6, "OW update"))
            .keys((request, keys) -> findKeys(request, 6, keys))
            .deprecated("6.2.0", "GEOSEARCH and GEOSEARCHSTORE with BYRADIUS")
            .summary("Returns or stores the places in a circle.")
            .runs(c -> GeoSearch.radius(c, false, true));

    static final Command GEORADIUS_RO = command("GEORADIUS_RO",
            "key longitude latitude radius <M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] "
                    + "[ASC | DESC]")
            .in(Group.GEO).since("3.2.10")
            .complexity("O(N+log(M)), N being the number of places around the circle and M the size of the sorted set")
            .arity(-6).flags(READONLY).key(at(1, "RO access"))
            .deprecated("6.2.0", "GEOSEARCH with BYRADIUS")
            .summary("Returns the places in a circle.")
            .runs(c -> GeoSearch.radius(c, false, false));

    static final Command GEORADIUSBYMEMBER = command("GEORADIUSBYMEMBER",
            "key member radius <M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC] "
                    + "[STORE key] [STOREDIST key]")
            .in(Group.GEO).since("3.2.0")
            .complexity("O(N+log(M)), N being the number of places around the circle and M the size of the sorted set")
            .arity(-5).flags(WRITE, DENYOOM).key(at(1, "RO access"))
            .key(after("STORE", 5, "OW update")).key(after("STOREDIST", 5, "OW update"))
            .keys((request, keys) -> findKeys(request, 5, keys))
            .deprecated("6.2.0", "GEOSEARCH and GEOSEARCHSTORE with BYRADIUS and FROMMEMBER")
            .summary("Returns or stores the places in a circle around one of them.")
            .runs(c -> GeoSearch.radius(c, true, true));

    static final Command GEORADIUSBYMEMBER_RO = command("GEORADIUSBYMEMBER_RO",
            "key member radius <M | KM | FT | MI> [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]")
            .in(Group.GEO).since("3.2.10")
            .complexity("O(N+log(M)), N being the number of places around the circle and M the size of the sorted set")
            .arity(-5).flags(READONLY).key(at(1, "RO access"))
            .deprecated("6.2.0", "GEOSEARCH with BYRADIUS and FROMMEMBER")
            .summary("Returns the places in a circle around one of them.")
            .runs(c -> GeoSearch.radius(c, true, false));

    static final Command GEOSEARCH = command("GEOSEARCH",
            "key <FROMMEMBER member | FROMLONLAT longitude latitude> <BYRADIUS radius <M | KM | FT | MI> | "
                    + "BYBOX width height <M | KM | FT | MI>> [ASC | DESC] [COUNT count [ANY]] "
                    + "[WITHCOORD] [WITHDIST] [WITHHASH]")
            .in(Group.GEO).since("6.2.0")
            .complexity("O(N+log(M)), N being the number of places around the shape and M the size of the sorted set")
            .arity(-7).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the places in a circle or a box.")
            .runs(c -> GeoSearch.search(c, false));

    static final Command GEOSEARCHSTORE = command("GEOSEARCHSTORE",
            "destination source <FROMMEMBER member | FROMLONLAT longitude latitude> <BYRADIUS radius <M | KM | FT | MI> | "
                    + "BYBOX width height <M | KM | FT | MI>> [ASC | DESC] [COUNT count [ANY]] [STOREDIST]")
            .in(Group.GEO).since("6.2.0")
            .complexity("O(N+log(M)), N being the number of places around the shape and M the size of the sorted set")
            .arity(-8).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access"))
            .summary("Stores the places in a circle or a box, or their distances, in another sorted set.")
            .runs(c -> GeoSearch.search(c, true));

    static final List<Command> ALL = List.of(GEOADD, GEODIST, GEOHASH, GEOPOS, GEORADIUS, GEORADIUS_RO, GEORADIUSBYMEMBER,
            GEORADIUSBYMEMBER_RO, GEOSEARCH, GEOSEARCHSTORE);

    private static final int COORDINATE_DECIMALS = 6;
    private static final int DISTANCE_DECIMALS = 4;

    private GeoCommands() {
    }

    /** The key to read, and every one that may turn out to be the one to store to: the last that is told. */
    private static boolean findKeys(Request request, int firstOption, Command.KeyConsumer keys) {
        keys.accept(1, List.of("RO", "access"));
        Bytes argument = new Bytes();
        for (int i = firstOption; i < request.count() - 1; i++) {
            request.show(i, argument);
            if (argument.is("STORE") || argument.is("STOREDIST")) {
                keys.accept(++i, List.of("OW", "update"));
            }
        }
        return true;
    }

    // Arguments

    /** Two arguments that are a longitude and a latitude. */
    static GeoPoint point(CommandContext c, int first) {
        GeoPoint point = new GeoPoint(c.number(first), c.number(first + 1));
        if (!point.isValid()) {
            throw new CommandException(
                    "ERR invalid longitude,latitude pair " + FloatingPoint.format(point.longitude(), COORDINATE_DECIMALS) + ","
                            + FloatingPoint.format(point.latitude(), COORDINATE_DECIMALS));
        }
        return point;
    }

    /** An argument that is a unit of length, in meters. */
    static double unit(CommandContext c, int argument) {
        if (c.is(argument, "M")) {
            return 1;
        }
        if (c.is(argument, "KM")) {
            return 1000;
        }
        if (c.is(argument, "FT")) {
            return 0.3048;
        }
        if (c.is(argument, "MI")) {
            return 1609.34;
        }
        throw new CommandException("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    // Commands

    static void geoadd(CommandContext c) {
        AddOptions options = new AddOptions();
        while (options.first < c.count()) {
            if (c.is(options.first, "NX")) {
                options.ifAbsent = true;
            } else if (c.is(options.first, "XX")) {
                options.ifPresent = true;
            } else if (c.is(options.first, "CH")) {
                options.countChanged = true;
            } else {
                break;
            }
            options.first++;
        }
        int left = c.count() - options.first;
        if (left == 0 || left % 3 != 0 || options.ifAbsent && options.ifPresent) {
            throw CommandException.SYNTAX;
        }
        double[] scores = new double[left / 3];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = GeoHash.score(point(c, options.first + 3 * i));
        }
        SortedSetCommands.add(c, options, scores, options.first + 2, 3);
    }

    static void geodist(CommandContext c) {
        double unit = 1;
        if (c.count() == 5) {
            unit = unit(c, 4);
        } else if (c.count() > 5) {
            throw CommandException.SYNTAX;
        }
        ReadableSortedSet set = SortedSetCommands.get(c, 1);
        double one = set == null ? Double.NaN : set.score(c.key(2));
        double other = set == null ? Double.NaN : set.score(c.key(3));
        if (Double.isNaN(one) || Double.isNaN(other)) {
            c.reply().nil();
        } else {
            c.reply().bulk(distanceText(GeoHash.point(one).distanceTo(GeoHash.point(other)) / unit));
        }
    }

    static void geohash(CommandContext c) {
        ReadableSortedSet set = SortedSetCommands.get(c, 1);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            double score = set == null ? Double.NaN : set.score(c.key(i));
            if (Double.isNaN(score)) {
                c.reply().nil();
            } else {
                c.reply().bulk(GeoHash.text(GeoHash.point(score)));
            }
        }
    }

    static void geopos(CommandContext c) {
        ReadableSortedSet set = SortedSetCommands.get(c, 1);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            double score = set == null ? Double.NaN : set.score(c.key(i));
            if (Double.isNaN(score)) {
                c.reply().nilArray();
            } else {
                answer(c.reply(), GeoHash.point(score));
            }
        }
    }

    // Replies

    static void answer(ReplyWriter reply, GeoPoint point) {
        reply.array(2);
        reply.number(FloatingPoint.formatPlainly(point.longitude()));
        reply.number(FloatingPoint.formatPlainly(point.latitude()));
    }

    /** A distance with four digits behind the point. */
    static String distanceText(double distance) {
        long scaled = (long) Math.rint(distance * Math.pow(10, DISTANCE_DECIMALS));
        return BigDecimal.valueOf(scaled, DISTANCE_DECIMALS).toPlainString();
    }
}
