package io.quarkiverse.kvs.core.command.acl;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;

/** Rules that make a selector what it is, as short as Redis finds them: categories first, then single commands. */
final class SelectorText {

    private SelectorText() {
    }

    /** {@code ~keys &channels +commands}, as ACL LIST tells them. */
    static String all(Selector selector) {
        String keys = keys(selector);
        String channels = selector.allowsAllChannels() ? "&*"
                : ("resetchannels " + channels(selector)).trim();
        return (keys.isEmpty() ? "" : keys + " ") + channels + " " + commands(selector);
    }

    static String keys(Selector selector) {
        return selector.allowsAllKeys() ? "~*"
                : selector.keys().stream().map(KeyRule::toString).collect(Collectors.joining(" "));
    }

    static String channels(Selector selector) {
        return selector.allowsAllChannels() ? "&*"
                : selector.channels().stream().map(channel -> "&" + channel).collect(Collectors.joining(" "));
    }

    static String commands(Selector selector) {
        boolean additive = !selector.allowsFuture();
        StringBuilder text = new StringBuilder(additive ? "-@all" : "+@all");
        // What the rules so far allow, and what they leave to be told.
        Selector told = new Selector(selector.table(), false);
        told.apply(text.toString());
        Selector rest = selector.copy();
        Set<Category> left = EnumSet.allOf(Category.class);
        for (Category best; (best = best(rest, left, additive)) != null;) {
            left.remove(best);
            told.change(best, additive);
            rest.change(best, !additive);
            text.append(additive ? " +" : " -").append(best.text());
        }
        for (Command command : selector.table().commandsAndSubcommands()) {
            boolean allowed = selector.allows(command);
            if (allowed != told.allows(command)) {
                text.append(allowed ? " +" : " -").append(command.fullName());
                told.change(command, allowed);
            }
            if (!allowed) {
                selector.firstArguments(command)
                        .forEach(word -> text.append(" +").append(command.fullName()).append('|').append(word));
            }
        }
        return text.toString();
    }

    /** The category that tells most of what is left with the least of what would have to be taken back, or null. */
    private static Category best(Selector rest, Set<Category> left, boolean additive) {
        Category best = null;
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (Category category : left) {
            int same = 0;
            int different = 0;
            for (Command command : rest.table().commandsAndSubcommands()) {
                if (command.categories().contains(category)) {
                    if (rest.allows(command) == additive) {
                        same++;
                    } else {
                        different++;
                    }
                }
            }
            if (same > different && (different < fewest || different == fewest && same > most)) {
                best = category;
                fewest = different;
                most = same;
            }
        }
        return best;
    }
}
