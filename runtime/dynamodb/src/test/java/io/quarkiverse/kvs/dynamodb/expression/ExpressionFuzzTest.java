package io.quarkiverse.kvs.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Broken expressions give an answer or an error for the client, soon, and never anything else. */
class ExpressionFuzzTest {

    private static final int TRIES = Integer.getInteger("kvs.dynamodb.mutations", 10_000);
    private static final Duration SLOWEST = Duration.ofSeconds(2);
    private static final List<String> CONDITIONS = List.of("a = :v AND b.c[0] <> :w OR NOT (size(#d) > :n)",
            "begins_with(a, :v) AND contains(b, :w) AND attribute_type(#d, :v)", "a BETWEEN :v AND :w AND b IN (:n, :v, #d)",
            "attribute_exists(a.b) OR attribute_not_exists(#d[1])", "a = :v AND b < :w");
    private static final List<String> UPDATES = List.of("SET a = :v, b.c = b.c + :n REMOVE #d[0], e ADD f :n DELETE dd :s",
            "SET a = if_not_exists(a, :n) - :n, b = list_append(:l, b)", "REMOVE a.b.c[0][1]");
    private static final List<String> PROJECTIONS = List.of("a, b.c, #d[0].e, f[1][2]", "a.b, a.c");
    private static final List<String> PIECES = List.of("(", ")", "[", "]", ".", ",", "=", "<", ">", "<>", "+", "-", "#", ":",
            "#d",
            ":v", ":n", ":s", ":l", " ", "AND", "OR", "NOT", "IN", "BETWEEN", "SET", "REMOVE", "ADD", "DELETE", "size(", "a",
            "b", "0",
            "99999999999", "((((((((", "NOT NOT NOT ", "if_not_exists(a,", "\u0000", "\ud83d", "\u00e9", "'", "name");

    @Test
    void conditions() {
        check(CONDITIONS, (text, placeholders) -> Conditions.parse(ExpressionKind.FILTER, text, placeholders)::matches);
        check(CONDITIONS, (text, placeholders) -> {
            KeyConditions.parse(text, placeholders);
            return item -> true;
        });
    }

    @Test
    void updates() {
        check(UPDATES, (text, placeholders) -> UpdateExpression.parse(text, placeholders)::apply);
    }

    @Test
    void projections() {
        check(PROJECTIONS, (text, placeholders) -> Projection.parse(text, placeholders)::apply);
    }

    /** What is done with an item. */
    private interface Use {
        Object with(Map<String, AttributeValue> item);
    }

    private static void check(List<String> samples, BiFunction<String, Placeholders, Use> parse) {
        Random random = new Random(42);
        RandomItems items = new RandomItems(random);
        int accepted = 0;
        long slowest = 0;
        for (int i = 0; i < TRIES; i++) {
            String text = mutated(samples.get(random.nextInt(samples.size())), random);
            Placeholders placeholders = new Placeholders(Map.of("#d", "d"),
                    Samples.item(":v", items.value(1), ":w", items.value(1), ":n", Samples.n("1"), ":s", Samples.ss("x"), ":l",
                            Samples.l(Samples.n("1"))));
            long start = System.nanoTime();
            try {
                parse.apply(text, placeholders).with(items.item());
                accepted++;
            } catch (DynamoDbException e) {
                if (e.type() != ErrorType.VALIDATION || e.getMessage().isEmpty()) {
                    throw new AssertionError("Expression: " + text, e);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Expression: " + text, e);
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(accepted).isPositive();
        assertThat(Duration.ofNanos(slowest)).isLessThan(SLOWEST);
    }

    private static String mutated(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0:
                    text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                    break;
                case 1:
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(1 + (random.nextInt(50) == 0 ? 400 : 0)));
                    break;
                case 2:
                    int end = Math.min(text.length(), at + random.nextInt(12));
                    text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                    break;
                case 3:
                    text.insert(at, (char) random.nextInt(128));
                    break;
                default:
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }
}
