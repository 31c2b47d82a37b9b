package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.client.Tracking;
import io.quarkiverse.kvs.core.command.client.TrackingMode;
import io.quarkiverse.kvs.core.command.client.TrackingMode.Choice;

/** The subcommands of CLIENT for client-side caching. */
final class TrackingCommands {

    static final Command CACHING = command("CACHING", "<YES | NO>").of("CLIENT")
            .in(Group.CONNECTION).since("6.0.0").complexity("O(1)")
            .arity(3).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
            .summary("Sets whether the keys that the next command reads are tracked.")
            .runs(TrackingCommands::caching);

    static final Command GETREDIR = command("GETREDIR", "").of("CLIENT")
            .in(Group.CONNECTION).since("6.0.0").complexity("O(1)")
            .arity(2).flags(NOSCRIPT, LOADING, STALE)
            .summary("Returns the ID of the connection that receives the invalidation messages of this one.")
            .runs(c -> c.reply().integer(redirect(c.session().tracking())));

    static final Command TRACKING = command("TRACKING",
            "<ON | OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]")
            .of("CLIENT")
            .in(Group.CONNECTION).since("6.0.0").complexity("O(1). Some options may introduce additional complexity.")
            .arity(-3).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
            .summary("Turns invalidation messages for the keys that this connection reads on or off.")
            .runs(TrackingCommands::tracking);

    static final Command TRACKINGINFO = command("TRACKINGINFO", "").of("CLIENT")
            .in(Group.CONNECTION).since("6.2.0").complexity("O(1)")
            .arity(2).flags(NOSCRIPT, LOADING, STALE)
            .summary("Returns whether and how this connection tracks keys.")
            .runs(TrackingCommands::trackinginfo);

    /** So many bytes all prefixes of a client may have together. */
    private static final int MAX_PREFIX_BYTES = 1024 * 1024;

    private TrackingCommands() {
    }

    private static long redirect(TrackingMode mode) {
        return mode == null ? -1 : mode.redirect();
    }

    private static void caching(CommandContext c) {
        TrackingMode mode = c.session().tracking();
        if (mode == null) {
            throw new CommandException("ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN "
                    + "or OPTOUT mode enabled");
        }
        boolean yes = c.is(2, "YES");
        if (!yes && !c.is(2, "NO")) {
            throw CommandException.SYNTAX;
        }
        if (yes && mode.choice() != Choice.OPTIN) {
            throw new CommandException("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
        }
        if (!yes && mode.choice() != Choice.OPTOUT) {
            throw new CommandException("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
        }
        mode.caching(true);
        c.reply().ok();
    }

    /** What CLIENT TRACKING says. */
    private static final class Options {
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;
        private long redirect;
        private final List<String> prefixes = new ArrayList<>();

        Options(CommandContext c) {
            for (int i = 3; i < c.count(); i++) {
                boolean more = i + 1 < c.count();
                if (more && c.is(i, "REDIRECT")) {
                    i++;
                    if (redirect != 0) {
                        throw new CommandException("ERR A client can only redirect to a single other client");
                    }
                    redirect = c.integer(i);
                    if (c.server().clients().find(redirect) == null) {
                        throw new CommandException("ERR The client ID you want redirect to does not exist");
                    }
                } else if (c.is(i, "BCAST")) {
                    broadcast = true;
                } else if (c.is(i, "OPTIN")) {
                    optIn = true;
                } else if (c.is(i, "OPTOUT")) {
                    optOut = true;
                } else if (c.is(i, "NOLOOP")) {
                    noLoop = true;
                } else if (more && c.is(i, "PREFIX")) {
                    i++;
                    prefixes.add(c.argument(i).latin1());
                } else {
                    throw CommandException.SYNTAX;
                }
            }
        }

        /** Whether it goes together, and with how the client tracks already. */
        void check(TrackingMode before) {
            if (!broadcast && !prefixes.isEmpty()) {
                throw new CommandException("ERR PREFIX option requires BCAST mode to be enabled");
            }
            if (before != null && before.isBroadcast() != broadcast) {
                throw new CommandException("ERR You can't switch BCAST mode on/off before disabling tracking for this client, "
                        + "and then re-enabling it with a different mode.");
            }
            if (broadcast && (optIn || optOut)) {
                throw new CommandException("ERR OPTIN and OPTOUT are not compatible with BCAST");
            }
            if (optIn && optOut) {
                throw new CommandException("ERR You can't specify both OPTIN mode and OPTOUT mode");
            }
            Choice chosen = before == null ? Choice.ALL : before.choice();
            if (optIn && chosen == Choice.OPTOUT || optOut && chosen == Choice.OPTIN) {
                throw new CommandException("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, "
                        + "and then re-enabling it with a different mode.");
            }
        }

        /** How the client tracks from now on. */
        TrackingMode mode(TrackingMode before) {
            TrackingMode mode = new TrackingMode(broadcast, optIn ? Choice.OPTIN : optOut ? Choice.OPTOUT : Choice.ALL, noLoop,
                    redirect);
            if (before != null) {
                mode.prefixes().addAll(before.prefixes());
                mode.caching(before.isCaching());
            }
            if (broadcast) {
                addPrefixes(mode);
            }
            return mode;
        }

        private void addPrefixes(TrackingMode mode) {
            if (mode.prefixes().size() + prefixes.size() > Tracking.MAX_PREFIXES
                    || length(mode.prefixes()) + length(prefixes) > MAX_PREFIX_BYTES) {
                throw new CommandException("ERR too many prefixes: at most " + Tracking.MAX_PREFIXES + " of " + MAX_PREFIX_BYTES
                        + " bytes together are allowed");
            }
            List<String> overlap = mode.overlapping(prefixes);
            if (!overlap.isEmpty()) {
                throw new CommandException("ERR Prefix '" + overlap.get(0) + "' overlaps with " + overlap.get(1) + " prefix '"
                        + overlap.get(2) + "'. Prefixes for a single client must not overlap.");
            }
            mode.prefixes().addAll(prefixes);
            if (prefixes.isEmpty()) {
                mode.prefixes().add("");
            }
        }

        private static long length(Iterable<String> texts) {
            long length = 0;
            for (String text : texts) {
                length += text.length();
            }
            return length;
        }
    }

    private static void tracking(CommandContext c) {
        Options options = new Options(c);
        Session session = c.session();
        Tracking tracking = c.server().clients().tracking();
        if (c.is(2, "ON")) {
            options.check(session.tracking());
            tracking.begin(session, options.mode(session.tracking()));
        } else if (c.is(2, "OFF")) {
            tracking.end(session);
        } else {
            throw CommandException.SYNTAX;
        }
        c.reply().ok();
    }

    private static void trackinginfo(CommandContext c) {
        TrackingMode mode = c.session().tracking();
        List<String> flags = new ArrayList<>();
        flags.add(mode == null ? "off" : "on");
        if (mode != null) {
            if (mode.isBroadcast()) {
                flags.add("bcast");
            }
            if (mode.choice() == Choice.OPTIN) {
                flags.add("optin");
            } else if (mode.choice() == Choice.OPTOUT) {
                flags.add("optout");
            }
            if (mode.isCaching()) {
                flags.add(mode.choice() == Choice.OPTIN ? "caching-yes" : "caching-no");
            }
            if (mode.isNoLoop()) {
                flags.add("noloop");
            }
            if (mode.isBroken()) {
                flags.add("broken_redirect");
            }
        }
        c.reply().map(3);
        c.reply().bulk("flags");
        c.reply().set(flags.size());
        flags.forEach(c.reply()::bulk);
        c.reply().bulk("redirect");
        c.reply().integer(redirect(mode));
        c.reply().bulk("prefixes");
        c.reply().array(mode == null ? 0 : mode.prefixes().size());
        if (mode != null) {
            mode.prefixes().forEach(c.reply()::bulk);
        }
    }
}
