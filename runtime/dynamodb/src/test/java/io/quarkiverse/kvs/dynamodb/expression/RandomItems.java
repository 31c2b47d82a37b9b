package io.quarkiverse.kvs.dynamodb.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;

/** Draws items of few names and few values, so that comparisons often find something equal. */
final class RandomItems {

    /** Names that need no placeholder. */
    static final List<String> NAMES = List.of("a", "b", "c", "dd", "e_1");
    private static final String[] STRINGS = { "", "a", "ab", "b", "\u00e9", "\uffee", "\ud83d\ude00" };
    private static final String[] NUMBERS = { "0", "1", "-1", "1.5", "1E+2", "-1E-3" };

    private final Random random;

    RandomItems(Random random) {
        this.random = random;
    }

    Map<String, AttributeValue> item() {
        return map(3);
    }

    private Map<String, AttributeValue> map(int depth) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                map.put(name, value(depth));
            }
        }
        return map;
    }

    AttributeValue value(int depth) {
        switch (random.nextInt(depth > 0 ? 11 : 8)) {
            case 0:
                return AttributeValue.Bool.of(random.nextBoolean());
            case 1:
                return AttributeValue.Null.INSTANCE;
            case 2:
                return new AttributeValue.B(binary());
            case 3:
                return set();
            case 4:
            case 5:
                return new AttributeValue.N(number());
            case 8:
                return new AttributeValue.M(map(depth - 1));
            case 9:
            case 10:
                List<AttributeValue> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(depth - 1));
                }
                return new AttributeValue.L(values);
            default:
                return new AttributeValue.S(STRINGS[random.nextInt(STRINGS.length)]);
        }
    }

    private AttributeValue set() {
        int size = 1 + random.nextInt(3);
        int kind = random.nextInt(3);
        Set<String> strings = new LinkedHashSet<>();
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        Set<Binary> binaries = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            strings.add(STRINGS[random.nextInt(STRINGS.length)]);
            numbers.add(number());
            binaries.add(binary());
        }
        return kind == 0 ? new AttributeValue.SS(strings)
                : (kind == 1 ? new AttributeValue.NS(numbers) : new AttributeValue.BS(binaries));
    }

    private BigDecimal number() {
        return new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    private Binary binary() {
        byte[] bytes = new byte[random.nextInt(3)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) * 85);
        }
        return new Binary(bytes);
    }
}
