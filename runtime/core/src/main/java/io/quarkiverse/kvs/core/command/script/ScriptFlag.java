package io.quarkiverse.kvs.core.command.script;

import java.util.Locale;

/** What a script or a function says about itself. */
enum ScriptFlag {
    NO_WRITES,
    ALLOW_OOM,
    ALLOW_STALE,
    NO_CLUSTER,
    ALLOW_CROSS_SLOT_KEYS;

    /** As it is written, such as {@code no-writes}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return null if there is none of this name */
    static ScriptFlag of(String text) {
        for (ScriptFlag flag : values()) {
            if (flag.text().equals(text)) {
                return flag;
            }
        }
        return null;
    }
}
