package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code table}. */
public final class TableLibrary {

    private TableLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable table = Library.open(state, "table");
        Library.register(table, "concat", TableLibrary::concat);
        Library.register(table, "foreach", TableLibrary::foreach);
        Library.register(table, "foreachi", TableLibrary::foreachIndex);
        Library.register(table, "getn", a -> LuaNumbers.box(a.checkTable(1).length()));
        Library.register(table, "insert", TableLibrary::insert);
        Library.register(table, "maxn", TableLibrary::greatest);
        Library.register(table, "remove", TableLibrary::remove);
        Library.register(table, "setn", a -> {
            a.checkTable(1);
            throw a.state().error("'setn' is obsolete");
        });
        Library.register(table, "sort", TableLibrary::sort);
    }

    private static Object concat(LuaArguments a) {
        LuaString separator = a.optString(2, LuaString.EMPTY);
        LuaTable table = a.checkTable(1);
        int from = a.optInt(3, 1);
        int to = a.isNoneOrNil(4) ? table.length() : a.checkInt(4);
        ByteBuffer out = new ByteBuffer(a.state(), 64);
        for (long i = from; i <= to; i++) {
            Object value = table.get((int) i);
            LuaString text = Library.text(value);
            if (text == null) {
                throw a.state().error("invalid value (" + LuaState.typeName(value) + ") at index " + i
                        + " in table for 'concat'");
            }
            out.add(text);
            if (i < to) {
                out.add(separator);
            }
            if ((i & 63) == 0) {
                a.state().work(64);
            }
        }
        return out.toLuaString();
    }

    private static Object foreach(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        LuaFunction function = a.checkFunction(2);
        Object key = null;
        while (true) {
            int position = table.nextPosition(key);
            if (position == -2) {
                throw new LuaError("invalid key to 'next'");
            }
            if (position < 0) {
                return LuaResults.NONE;
            }
            key = table.keyAt(position);
            Object result = LuaResults.first(a.state().call(function, key, table.valueAt(position)));
            if (result != null) {
                return result;
            }
        }
    }

    private static Object foreachIndex(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        int length = table.length();
        LuaFunction function = a.checkFunction(2);
        for (int i = 1; i <= length; i++) {
            Object result = LuaResults.first(a.state().call(function, LuaNumbers.box(i), table.get(i)));
            if (result != null) {
                return result;
            }
        }
        return LuaResults.NONE;
    }

    private static Object greatest(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        double max = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            Object key = table.keyAt(i);
            if (key instanceof Double && (Double) key > max) {
                max = (Double) key;
            }
        }
        return LuaNumbers.box(max);
    }

    private static Object insert(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        int end = table.length() + 1;
        int position;
        switch (a.count()) {
            case 2:
                position = end;
                break;
            case 3: {
                position = a.checkInt(2);
                end = Math.max(end, position);
                for (int i = end; i > position; i--) {
                    if ((i & 63) == 0) {
                        a.state().work(16);
                    }
                    set(a.state(), table, i, table.get(i - 1));
                }
                break;
            }
            default:
                throw a.state().error("wrong number of arguments to 'insert'");
        }
        set(a.state(), table, position, a.get(a.count()));
        return LuaResults.NONE;
    }

    private static void set(LuaState state, LuaTable table, int index, Object value) {
        state.checkWritable(table);
        table.set(index, value);
    }

    private static Object remove(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        int end = table.length();
        int position = a.optInt(2, end);
        if (!(1 <= position && position <= end)) {
            return LuaResults.NONE;
        }
        Object removed = table.get(position);
        for (int i = position; i < end; i++) {
            if ((i & 63) == 0) {
                a.state().work(16);
            }
            set(a.state(), table, i, table.get(i + 1));
        }
        set(a.state(), table, end, null);
        return removed;
    }

    // ---- Sorting ----

    private static Object sort(LuaArguments a) {
        LuaTable table = a.checkTable(1);
        int length = table.length();
        LuaFunction order = a.isNoneOrNil(2) ? null : a.checkFunction(2);
        new Sort(a.state(), table, order).sort(1, length);
        return LuaResults.NONE;
    }

    /** The quicksort of Lua 5.1, step by step: with an order that is none, the result and the error are the same, too. */
    private static final class Sort {
        private final LuaState state;
        private final LuaTable table;
        private final LuaFunction order;

        Sort(LuaState state, LuaTable table, LuaFunction order) {
            this.state = state;
            this.table = table;
            this.order = order;
        }

        private boolean less(Object a, Object b) {
            state.work(1);
            if (order == null) {
                return state.lessThan(a, b);
            }
            Object result = LuaResults.first(state.call(order, a, b));
            return result != null && result != Boolean.FALSE;
        }

        private void put(int i, Object value) {
            set(state, table, i, value);
        }

        void sort(int from, int to) {
            int l = from;
            int u = to;
            while (l < u) {
                Object low = table.get(l);
                Object high = table.get(u);
                if (less(high, low)) {
                    put(l, high);
                    put(u, low);
                }
                if (u - l == 1) {
                    break;
                }
                int i = (int) (((long) l + u) / 2);
                Object middle = table.get(i);
                low = table.get(l);
                if (less(middle, low)) {
                    put(i, low);
                    put(l, middle);
                } else {
                    high = table.get(u);
                    if (less(high, middle)) {
                        put(i, high);
                        put(u, middle);
                    }
                }
                if (u - l == 2) {
                    break;
                }
                Object pivot = table.get(i);
                Object last = table.get(u - 1);
                put(i, last);
                put(u - 1, pivot);
                i = l;
                int j = u - 1;
                while (true) {
                    Object left = table.get(++i);
                    while (less(left, pivot)) {
                        if (i > u) {
                            throw state.error("invalid order function for sorting");
                        }
                        left = table.get(++i);
                    }
                    Object right = table.get(--j);
                    while (less(pivot, right)) {
                        if (j < l) {
                            throw state.error("invalid order function for sorting");
                        }
                        right = table.get(--j);
                    }
                    if (j < i) {
                        break;
                    }
                    put(i, right);
                    put(j, left);
                }
                Object swap = table.get(u - 1);
                put(u - 1, table.get(i));
                put(i, swap);
                if (i - l < u - i) {
                    sort(l, i - 1);
                    l = i + 1;
                } else {
                    sort(i + 1, u);
                    u = i - 1;
                }
            }
        }
    }
}
