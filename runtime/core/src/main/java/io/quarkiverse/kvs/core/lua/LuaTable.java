package io.quarkiverse.kvs.core.lua;

/**
 * A table: an array for the keys 1 to n, and a hash table for the others.
 * <p>
 * The two grow and share the keys exactly as Lua 5.1 does it (its paper calls the hash "a chained scatter table with Brent's
 * variation"), because scripts can see it: in the order of {@code next}, so in the JSON made of a table, and in the length of a
 * table with holes.
 * <p>
 * The methods here are raw, without metamethods. They do not look at {@link #isReadOnly}: the state does, on behalf of scripts.
 * Used by one thread at a time.
 */
public final class LuaTable {

    private static final Object[] NONE = {};
    /** Instead of a hash table of no entries. */
    private static final Object[] DUMMY = new Object[1];
    private static final int[] DUMMY_NEXT = { -1 };
    private static final int MAX_BITS = 26;
    private static final int NO_INTEGER = -1;

    private Object[] array = NONE;
    private Object[] keys = DUMMY;
    private Object[] values = DUMMY;
    /** The node that follows in the chain of the same main position, or -1. */
    private int[] next = DUMMY_NEXT;
    private int logSize;
    /** Nodes from here on are not free. */
    private int lastFree;
    private LuaTable metatable;
    /** A bit for each metamethod that this table, used as a metatable, is known not to have. */
    private int absent;
    private boolean readOnly;
    /** What is told of growing; null for nothing. */
    LuaMemory memory;

    /** An empty table. */
    public LuaTable() {
    }

    /** An empty table with room. */
    public LuaTable(int arraySize, int hashSize) {
        if (arraySize > 0) {
            array = new Object[arraySize];
        }
        if (hashSize > 0) {
            newNodes(hashSize);
        }
    }

    /** For tables that scripts make: their growing is counted. */
    LuaTable(LuaMemory memory, int arraySize, int hashSize) {
        this.memory = memory;
        memory.allocate(56L + 4L * arraySize);
        if (arraySize > 0) {
            array = new Object[arraySize];
        }
        if (hashSize > 0) {
            memory.allocate(12L << ceilLog2(hashSize));
            newNodes(hashSize);
        }
    }

    /** Whether scripts may not change it. */
    public boolean isReadOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** May be null. */
    public LuaTable metatable() {
        return metatable;
    }

    public void setMetatable(LuaTable metatable) {
        this.metatable = metatable;
    }

    /** The metamethod of this table as a metatable. Remembers which ones are absent. */
    Object metamethod(Metamethod event) {
        int bit = 1 << event.ordinal();
        if ((absent & bit) != 0) {
            return null;
        }
        Object value = get(event.key);
        if (value == null) {
            absent |= bit;
        }
        return value;
    }

    /** The value of a key; null if it has none. */
    public Object get(Object key) {
        if (key instanceof LuaString) {
            return get((LuaString) key);
        }
        if (key instanceof Double) {
            return get(((Double) key).doubleValue());
        }
        if (key == null) {
            return null;
        }
        int node = mainPosition(key);
        do {
            if (key.equals(keys[node])) {
                return values[node];
            }
            node = next[node];
        } while (node >= 0);
        return null;
    }

    public Object get(String key) {
        return get(LuaString.of(key));
    }

    public Object get(LuaString key) {
        Object[] keys = this.keys;
        int node = key.hashCode() & (keys.length - 1);
        do {
            Object found = keys[node];
            if (found == key || (found instanceof LuaString && key.equals((LuaString) found))) {
                return values[node];
            }
            node = next[node];
        } while (node >= 0);
        return null;
    }

    /** The value of an index. */
    public Object get(int index) {
        Object[] array = this.array;
        if (index - 1 >= 0 && index - 1 < array.length) {
            return array[index - 1];
        }
        return keys == DUMMY ? null : hashed(index);
    }

    Object get(double key) {
        int index = (int) key;
        if (index == key) {
            return get(index);
        }
        return keys == DUMMY ? null : hashed(key);
    }

    private Object hashed(double key) {
        int node = findNumber(key);
        return node < 0 ? null : values[node];
    }

    private int findNumber(double key) {
        int node = mainPosition(key);
        do {
            Object found = keys[node];
            if (found instanceof Double && (Double) found == key) {
                return node;
            }
            node = next[node];
        } while (node >= 0);
        return -1;
    }

    private int find(Object key) {
        if (key instanceof Double) {
            return findNumber((Double) key);
        }
        int node = mainPosition(key);
        do {
            if (key.equals(keys[node])) {
                return node;
            }
            node = next[node];
        } while (node >= 0);
        return -1;
    }

    /** Sets the value of a key, which is neither nil nor NaN; null takes it away. */
    public void set(Object key, Object value) {
        if (key instanceof Double) {
            set(((Double) key).doubleValue(), (Double) key, value);
            return;
        }
        if (key instanceof LuaString) {
            set((LuaString) key, value);
            return;
        }
        int node = find(key);
        if (node >= 0) {
            values[node] = value;
        } else {
            add(key, value);
        }
    }

    public void set(String key, Object value) {
        set(LuaString.of(key), value);
    }

    public void set(LuaString key, Object value) {
        absent = 0;
        Object[] keys = this.keys;
        int node = key.hashCode() & (keys.length - 1);
        do {
            Object found = keys[node];
            if (found == key || (found instanceof LuaString && key.equals((LuaString) found))) {
                values[node] = value;
                return;
            }
            node = next[node];
        } while (node >= 0);
        add(key, value);
    }

    public void set(int index, Object value) {
        Object[] array = this.array;
        if (index - 1 >= 0 && index - 1 < array.length) {
            array[index - 1] = value;
            return;
        }
        set(index, null, value);
    }

    void set(double key, Double boxed, Object value) {
        int index = (int) key;
        if (index == key && index > 0 && index <= array.length) {
            array[index - 1] = value;
            return;
        }
        int node = keys == DUMMY ? -1 : findNumber(key);
        if (node >= 0) {
            values[node] = value;
        } else {
            add(boxed == null ? (Double) key : boxed, value);
        }
    }

    /** Whether the key has a value, or has a place in the table although its value is nil. */
    boolean hasPlace(Object key) {
        if (key instanceof Double) {
            double number = (Double) key;
            int index = (int) number;
            return (index == number && index > 0 && index <= array.length) || findNumber(number) >= 0;
        }
        return find(key) >= 0;
    }

    private void add(Object key, Object value) {
        int main = mainPosition(key);
        if (keys == DUMMY || values[main] != null) {
            int free = freePosition();
            if (free < 0) {
                rehash(key);
                set(key, value);
                return;
            }
            int other = mainPosition(keys[main]);
            if (other != main) {
                // The node is here because its own place was taken: it moves, and the new key gets the place.
                while (next[other] != main) {
                    other = next[other];
                }
                next[other] = free;
                keys[free] = keys[main];
                values[free] = values[main];
                next[free] = next[main];
                next[main] = -1;
                values[main] = null;
            } else {
                next[free] = next[main];
                next[main] = free;
                main = free;
            }
        }
        keys[main] = key;
        values[main] = value;
        absent = 0;
    }

    private int freePosition() {
        while (lastFree-- > 0) {
            if (keys[lastFree] == null) {
                return lastFree;
            }
        }
        return -1;
    }

    private int mainPosition(Object key) {
        if (key instanceof LuaString || key instanceof Boolean) {
            int hash = key instanceof Boolean ? ((Boolean) key ? 1 : 0) : key.hashCode();
            return hash & (keys.length - 1);
        }
        if (key instanceof Double) {
            return mainPosition(((Double) key).doubleValue());
        }
        return Integer.remainderUnsigned(System.identityHashCode(key), (keys.length - 1) | 1);
    }

    private int mainPosition(double key) {
        if (key == 0) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(key);
        return Integer.remainderUnsigned((int) bits + (int) (bits >>> 32), (keys.length - 1) | 1);
    }

    private static int ceilLog2(int n) {
        return n <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
    }

    private static int arrayIndex(Object key) {
        if (key instanceof Double) {
            double number = (Double) key;
            int index = (int) number;
            return index == number ? index : NO_INTEGER;
        }
        return NO_INTEGER;
    }

    private static boolean count(Object key, int[] counts) {
        int index = arrayIndex(key);
        if (index > 0 && index <= 1 << MAX_BITS) {
            counts[ceilLog2(index)]++;
            return true;
        }
        return false;
    }

    /** Makes room for one more key: decides how many keys live in the array, which is to be more than half full. */
    private void rehash(Object key) {
        int[] counts = new int[MAX_BITS + 1];
        int inArray = 0;
        for (int log = 0, i = 1, power = 1; log <= MAX_BITS; log++, power *= 2) {
            int limit = power;
            if (limit > array.length) {
                limit = array.length;
                if (i > limit) {
                    break;
                }
            }
            for (; i <= limit; i++) {
                if (array[i - 1] != null) {
                    counts[log]++;
                    inArray++;
                }
            }
        }
        int total = inArray;
        for (int i = values.length - 1; i >= 0 && keys != DUMMY; i--) {
            if (values[i] != null) {
                if (count(keys[i], counts)) {
                    inArray++;
                }
                total++;
            }
        }
        if (count(key, counts)) {
            inArray++;
        }
        total++;
        int below = 0;
        int size = 0;
        int used = 0;
        for (int i = 0, power = 1; power / 2 < inArray && i <= MAX_BITS; i++, power *= 2) {
            if (counts[i] > 0) {
                below += counts[i];
                if (below > power / 2) {
                    size = power;
                    used = below;
                }
            }
            if (below == inArray) {
                break;
            }
        }
        resize(size, total - used);
    }

    private void resize(int arraySize, int hashSize) {
        if (memory != null) {
            memory.allocate(4L * Math.max(0, arraySize - array.length) + (hashSize == 0 ? 0 : 12L << ceilLog2(hashSize)));
        }
        Object[] oldKeys = keys;
        Object[] oldValues = values;
        Object[] oldArray = array;
        if (arraySize > oldArray.length) {
            array = java.util.Arrays.copyOf(oldArray, arraySize);
        }
        newNodes(hashSize);
        if (arraySize < oldArray.length) {
            array = arraySize == 0 ? NONE : java.util.Arrays.copyOf(oldArray, arraySize);
            for (int i = arraySize; i < oldArray.length; i++) {
                if (oldArray[i] != null) {
                    set(i + 1, oldArray[i]);
                }
            }
        }
        if (oldKeys != DUMMY) {
            for (int i = oldKeys.length - 1; i >= 0; i--) {
                if (oldValues[i] != null) {
                    set(oldKeys[i], oldValues[i]);
                }
            }
        }
    }

    private void newNodes(int size) {
        if (size == 0) {
            keys = DUMMY;
            values = DUMMY;
            next = DUMMY_NEXT;
            logSize = 0;
            lastFree = 0;
            return;
        }
        logSize = ceilLog2(size);
        if (logSize > MAX_BITS) {
            throw new LuaError("table overflow");
        }
        int length = 1 << logSize;
        keys = new Object[length];
        values = new Object[length];
        next = new int[length];
        java.util.Arrays.fill(next, -1);
        lastFree = length;
    }

    /** Makes the array at least so long. */
    void growArray(int size) {
        if (size > array.length) {
            resize(size, keys == DUMMY ? 0 : keys.length);
        }
    }

    /** The length: n so that n has a value and n + 1 has none, or 0. Among several such n, the one that Lua 5.1 finds. */
    public int length() {
        int j = array.length;
        if (j > 0 && array[j - 1] == null) {
            int i = 0;
            while (j - i > 1) {
                int middle = (i + j) >>> 1;
                if (array[middle - 1] == null) {
                    j = middle;
                } else {
                    i = middle;
                }
            }
            return i;
        }
        if (keys == DUMMY) {
            return j;
        }
        int i = j;
        j++;
        while (get(j) != null) {
            i = j;
            if (j > Integer.MAX_VALUE / 2) {
                i = 1;
                while (get(i) != null) {
                    i++;
                }
                return i - 1;
            }
            j *= 2;
        }
        while (j - i > 1) {
            int middle = (i + j) >>> 1;
            if (get(middle) == null) {
                j = middle;
            } else {
                i = middle;
            }
        }
        return i;
    }

    /**
     * Walks the table: the place after that of {@code key} whose value is not nil; after null, the first one; -1 at the end.
     * {@link #keyAt} and {@link #valueAt} tell what is there. Valid until a key is added.
     *
     * @return -2 if the table has no such key
     */
    public int nextPosition(Object key) {
        int position = 0;
        if (key != null) {
            int index = arrayIndex(key);
            if (index > 0 && index <= array.length) {
                position = index;
            } else {
                int node = find(key);
                if (node < 0) {
                    return -2;
                }
                position = node + 1 + array.length;
            }
        }
        return nextPositionFrom(position);
    }

    /** The same, if the key was probably found at a position. */
    int nextPosition(Object key, int hint) {
        if (hint >= 0 && hint < array.length + keys.length && key != null
                && (hint < array.length ? key instanceof Double && (Double) key == hint + 1
                        : keys[hint - array.length] == key)) {
            return nextPositionFrom(hint + 1);
        }
        return nextPosition(key);
    }

    /** The same, after a position; -1 before the first one. */
    public int nextPosition(int position) {
        return nextPositionFrom(position + 1);
    }

    private int nextPositionFrom(int position) {
        for (; position < array.length; position++) {
            if (array[position] != null) {
                return position;
            }
        }
        for (int node = position - array.length; node < values.length; node++) {
            if (values[node] != null) {
                return node + array.length;
            }
        }
        return -1;
    }

    public Object keyAt(int position) {
        return position < array.length ? (Object) LuaNumbers.box(position + 1) : keys[position - array.length];
    }

    public Object valueAt(int position) {
        return position < array.length ? array[position] : values[position - array.length];
    }

    /** Bytes that it occupies, without its contents; an estimate. */
    long size() {
        return 56 + 4L * array.length + (keys == DUMMY ? 0 : 12L * keys.length);
    }
}
