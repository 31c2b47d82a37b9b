package io.quarkiverse.kvs.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Random conditions say of random items what they say in Java. */
class ConditionPropertyTest {

    private static final int CONDITIONS = Integer.getInteger("kvs.dynamodb.conditions", 2_000);
    private static final long SEED = Long.getLong("kvs.dynamodb.seed", 1);

    @Test
    void conditionsMeanWhatTheySay() {
        int matching = 0;
        int all = 0;
        for (long seed = SEED; seed < SEED + CONDITIONS; seed++) {
            Random random = new Random(seed);
            RandomCondition draw = new RandomCondition(random);
            RandomCondition.Drawn drawn = draw.condition(random.nextInt(4));
            Placeholders placeholders = new Placeholders(draw.names.isEmpty() ? null : draw.names,
                    draw.values.isEmpty() ? null : draw.values);
            if (drawn.text().length() > Words.LONGEST) {
                continue;
            }
            Condition condition = Conditions.parse(ExpressionKind.CONDITION, drawn.text(), placeholders);
            placeholders.requireAllUsed();
            RandomItems items = new RandomItems(random);
            for (int i = 0; i < 10; i++) {
                Map<String, AttributeValue> item = items.item();
                boolean expected = drawn.meaning().test(item);
                assertThat(condition.matches(item)).as("seed %d: %s with %s, item %s", seed, drawn.text(), draw.values, item)
                        .isEqualTo(expected);
                matching += expected ? 1 : 0;
                all++;
            }
        }
        assertThat(matching).isBetween(all / 10, all * 9 / 10);
    }
}
