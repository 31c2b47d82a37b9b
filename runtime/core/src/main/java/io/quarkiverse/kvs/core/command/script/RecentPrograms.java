package io.quarkiverse.kvs.core.command.script;

import java.util.function.Function;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The programs that a thread has called last, which it finds without a lock and without making a text of their names. */
public final class RecentPrograms<P extends Program> {

    private static final int PLACES = 16;
    private static final int LOWER_CASE = 0x20;

    private final Program[] programs = new Program[PLACES];

    /**
     * A program.
     *
     * @param name of any case
     * @param lookup finds those that are not here; returns null for those that there are not
     * @return null if there is none
     */
    @SuppressWarnings("unchecked")
    public P find(Bytes name, Function<Bytes, P> lookup) {
        if (name.length() == 0) {
            return null;
        }
        int first = name.array()[name.offset()] | LOWER_CASE;
        int last = name.array()[name.offset() + name.length() - 1] | LOWER_CASE;
        int place = (first + 7 * last + name.length()) & (PLACES - 1);
        Program here = programs[place];
        if (here == null || !here.isKept() || !here.isNamed(name)) {
            here = lookup.apply(name);
            programs[place] = here;
        }
        if (here != null) {
            here.use();
        }
        return (P) here;
    }
}
