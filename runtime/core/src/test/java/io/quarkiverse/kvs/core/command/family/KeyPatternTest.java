package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

class KeyPatternTest {

    /** Written out, each of these is a program of a million steps or more; some try to hide it. */
    @ParameterizedTest
    @ValueSource(strings = {
            "((a{1000}){1000}){1000}",
            "(x{100}){101}",
            "((((a{10}){10}){10}){10}){10}",
            "(?:a{100}b{100}){100}",
            "(a{100}\\Q(\\E){100}",
            "(a{100}\\Q)\\E){100}",
            "(a{100}[(]){100}",
            "(a{100}[[:alpha:](]){100}",
            "(a{100}[^](]){100}",
            "(a{100}[])]){100}",
            "(a{100}\\(){100}",
            "(a{100}[\\](]){100}",
            "(a{0,100}){0,101}",
            "(a{100,}){100,}",
            "(([a-z]{50}|[0-9]{50}){50}){50}" })
    void refusesExpressionsThatGrowBeyondMeasure(String regex) {
        assertThatThrownBy(() -> KeyPattern.compile(regex)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("repetitions add up to more than 10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "(a{100}){98}",
            "a{1000}b{1000}c{1000}",
            "\\d{4}-\\d{2}-\\d{2}T.*",
            "a{,5}",
            "{}{x}{1,y}",
            "\\p{Greek}{3}",
            "[[:alpha:]]{3,}",
            "\\x{10FFFF}",
            "\\Qa{1000}{1000}{1000}\\E" })
    void acceptsWhatIsInUse(String regex) {
        assertThatCode(() -> KeyPattern.compile(regex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({ "'', 0", "abc, 3", "a{3}, 3", "(ab){3}, 9", "(a{2}b){3}, 12" })
    void countsSteps(String regex, long atLeast) {
        assertThat(new PatternSize(regex).steps()).isBetween(atLeast, atLeast + 5);
    }

    @Test
    void hasABoundOfLength() {
        assertThatCode(() -> KeyPattern.compile("a".repeat(KeyPattern.MAX_LENGTH))).doesNotThrowAnyException();
        assertThatThrownBy(() -> KeyPattern.compile("a".repeat(KeyPattern.MAX_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at most 1024 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = { "(", "[", "\\", "*", "a**", "(?<x", "a{1001}", "\\Q(", "[[:", "[\\" })
    void neverFailsInAnyOtherWayThanWithAReason(String regex) {
        try {
            KeyPattern.compile(regex);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("bad regular expression: ");
        }
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        int depth = KeyPattern.MAX_LENGTH / 2;
        assertThatCode(() -> KeyPattern.compile("(".repeat(depth) + ")".repeat(depth))).doesNotThrowAnyException();
    }

    /** What sends backtracking engines away for years. */
    @Test
    void takesLinearTime() {
        byte[] key = "a".repeat(10_000).getBytes(UTF_8);
        Bytes view = new Bytes().show(key, 0, key.length);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(KeyPattern.compile("(a|a)*b").matches(view)).isFalse();
            assertThat(KeyPattern.compile("(a+)+$").matches(view)).isTrue();
            assertThat(KeyPattern.compile("(.*)(.*)(.*)(.*)[^a]").matches(view)).isFalse();
        });
    }
}
