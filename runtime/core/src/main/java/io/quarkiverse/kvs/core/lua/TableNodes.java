package io.quarkiverse.kvs.core.lua;

/** Fields of tables, and tables made by a constructor. */
final class TableNodes {

    private TableNodes() {
    }

    /** {@code object.name} */
    static final class GetField extends Expression {
        private final Expression object;
        private final LuaString name;
        private final String objectName;
        private final int site;

        GetField(Expression object, LuaString name, String objectName, int site) {
            this.object = object;
            this.name = name;
            this.objectName = objectName;
            this.site = site;
        }

        @Override
        Object eval(Frame f) {
            Object table = Expression.eval(object, f);
            if (table instanceof LuaTable) {
                Object value = ((LuaTable) table).get(name);
                if (value != null || ((LuaTable) table).metatable() == null) {
                    return value;
                }
            }
            f.site = site;
            return f.state.index(table, name, objectName);
        }
    }

    /** {@code object[key]} */
    static final class GetIndex extends Expression {
        private final Expression object;
        private final Expression key;
        private final boolean isNumber;
        private final String objectName;
        private final int site;

        GetIndex(Expression object, Expression key, boolean isNumber, String objectName, int site) {
            this.object = object;
            this.key = key;
            this.isNumber = isNumber;
            this.objectName = objectName;
            this.site = site;
        }

        @Override
        Object eval(Frame f) {
            Object table = Expression.eval(object, f);
            if (isNumber) {
                double number = Expression.number(key, f);
                if (Double.isNaN(number) && f.isOdd()) {
                    return get(f, table, f.takeOdd());
                }
                if (table instanceof LuaTable) {
                    Object value = ((LuaTable) table).get(number);
                    if (value != null || ((LuaTable) table).metatable() == null) {
                        return value;
                    }
                }
                return get(f, table, LuaNumbers.box(number));
            }
            return get(f, table, key.eval(f));
        }

        private Object get(Frame f, Object table, Object index) {
            if (table instanceof LuaTable) {
                Object value = ((LuaTable) table).get(index);
                if (value != null || ((LuaTable) table).metatable() == null) {
                    return value;
                }
            }
            f.site = site;
            return f.state.index(table, index, objectName);
        }
    }

    static void set(Frame f, Object table, Object key, Object value, String objectName, int site) {
        if (table instanceof LuaTable && key instanceof LuaString) {
            LuaTable target = (LuaTable) table;
            if (target.metatable() == null && !target.isReadOnly()) {
                target.set((LuaString) key, value);
                return;
            }
        }
        f.site = site;
        f.state.setIndex(table, key, value, objectName);
    }

    /** {@code object.name = value} */
    static final class SetField extends Statement {
        private final Expression object;
        private final LuaString name;
        private final Expression value;
        private final String objectName;
        private final int site;

        SetField(Expression object, LuaString name, Expression value, String objectName, int site) {
            this.object = object;
            this.name = name;
            this.value = value;
            this.objectName = objectName;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            Object table = Expression.eval(object, f);
            set(f, table, name, Expression.eval(value, f), objectName, site);
            return NORMAL;
        }
    }

    /** {@code object[key] = value} */
    static final class SetIndex extends Statement {
        private final Expression object;
        private final Expression key;
        private final boolean isNumber;
        private final Expression value;
        private final String objectName;
        private final int site;

        SetIndex(Expression object, Expression key, boolean isNumber, Expression value, String objectName, int site) {
            this.object = object;
            this.key = key;
            this.isNumber = isNumber;
            this.value = value;
            this.objectName = objectName;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            Object table = Expression.eval(object, f);
            if (isNumber) {
                double number = Expression.number(key, f);
                if (Double.isNaN(number) && f.isOdd()) {
                    Object index = f.takeOdd();
                    set(f, table, index, Expression.eval(value, f), objectName, site);
                    return NORMAL;
                }
                Object content = Expression.eval(value, f);
                if (table instanceof LuaTable && !Double.isNaN(number)) {
                    LuaTable target = (LuaTable) table;
                    if (target.metatable() == null && !target.isReadOnly()) {
                        target.set(number, null, content);
                        return NORMAL;
                    }
                }
                set(f, table, LuaNumbers.box(number), content, objectName, site);
                return NORMAL;
            }
            Object index = key.eval(f);
            set(f, table, index, Expression.eval(value, f), objectName, site);
            return NORMAL;
        }
    }

    /** A place in an assignment of several values. */
    static final class FieldTarget {
        final Expression object;
        final Expression key;
        final String objectName;
        final int site;

        FieldTarget(Expression object, Expression key, String objectName, int site) {
            this.object = object;
            this.key = key;
            this.objectName = objectName;
            this.site = site;
        }
    }

    /** {@code a, b.c, d[e] = ...}: first the tables and keys, then the values, then the assignments from right to left. */
    static final class AssignSeveral extends Statement {
        /** Each a {@link LocalNodes.Store} or a {@link FieldTarget}. */
        private final Object[] targets;
        private final Expression[] values;
        private final boolean isOpen;

        AssignSeveral(Object[] targets, Expression[] values, boolean isOpen) {
            this.targets = targets;
            this.values = values;
            this.isOpen = isOpen;
        }

        @Override
        int exec(Frame f) {
            Object[] places = new Object[2 * targets.length];
            for (int i = 0; i < targets.length; i++) {
                if (targets[i] instanceof FieldTarget) {
                    FieldTarget target = (FieldTarget) targets[i];
                    places[2 * i] = target.object.eval(f);
                    places[2 * i + 1] = target.key.eval(f);
                }
            }
            Object[] all = CallNodes.evaluate(values, isOpen, f);
            for (int i = targets.length - 1; i >= 0; i--) {
                Object value = i < all.length ? all[i] : null;
                if (targets[i] instanceof FieldTarget) {
                    FieldTarget target = (FieldTarget) targets[i];
                    set(f, places[2 * i], places[2 * i + 1], value, target.objectName, target.site);
                } else {
                    ((LocalNodes.Store) targets[i]).store(f, value);
                }
            }
            return NORMAL;
        }
    }

    /** <code>{ value, name = value, [key] = value, ... }</code> */
    static final class Constructor extends Expression {
        /** Lua stores the values of the list in groups of so many, after the fields between them. */
        private static final int GROUP = 50;

        /** A key for each value; null for what goes into the list. */
        private final Expression[] keys;
        private final Expression[] values;
        private final boolean isOpen;
        private final int arraySize;
        private final int hashSize;
        private final int site;

        Constructor(Expression[] keys, Expression[] values, boolean isOpen, int site) {
            this.keys = keys;
            this.values = values;
            this.isOpen = isOpen;
            this.site = site;
            int list = isOpen ? -1 : 0;
            int fields = 0;
            for (Expression key : keys) {
                if (key == null) {
                    list++;
                } else {
                    fields++;
                }
            }
            this.arraySize = rounded(list);
            this.hashSize = rounded(fields);
        }

        /** The instruction that makes a table has one byte for a size, with three bits of mantissa. */
        private static int rounded(int size) {
            int mantissa = size;
            int exponent = 0;
            while (mantissa >= 16) {
                mantissa = (mantissa + 1) >> 1;
                exponent++;
            }
            return mantissa << exponent;
        }

        @Override
        Object eval(Frame f) {
            LuaTable table = new LuaTable(f.state.memory, arraySize, hashSize);
            int stored = 0;
            int pending = 0;
            Object[] group = arraySize > 0 || isOpen ? new Object[Math.min(GROUP, values.length)] : null;
            for (int i = 0; i < values.length; i++) {
                if (keys[i] != null) {
                    Object key = keys[i].eval(f);
                    Object value = values[i].eval(f);
                    if (key instanceof LuaString) {
                        table.set((LuaString) key, value);
                    } else {
                        f.site = site;
                        f.state.setIndex(table, key, value, null);
                    }
                    continue;
                }
                if (pending == GROUP) {
                    store(table, stored, group, pending);
                    stored += pending;
                    pending = 0;
                }
                if (isOpen && i == values.length - 1) {
                    Object[] rest = LuaResults.all(values[i].evalAll(f));
                    Object[] all = new Object[pending + rest.length];
                    System.arraycopy(group, 0, all, 0, pending);
                    System.arraycopy(rest, 0, all, pending, rest.length);
                    group = all;
                    pending = all.length;
                } else {
                    group[pending++] = values[i].eval(f);
                }
            }
            if (pending > 0) {
                store(table, stored, group, pending);
            }
            return table;
        }

        private static void store(LuaTable table, int stored, Object[] group, int count) {
            table.growArray(stored + count);
            for (int i = count; i > 0; i--) {
                table.set(stored + i, group[i - 1]);
            }
        }
    }
}
