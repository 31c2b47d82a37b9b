package io.quarkiverse.kvs.core.store;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.bytes;
import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.value.StringEncoding;

class KeyspaceTest {

    private final OneByOne keyspace = new OneByOne(new Store(2));

    @BeforeEach
    void atAThousand() {
        keyspace.at(1000);
    }

    /** On both sides of what fits into one array. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, PackedEntry.MAX_KEY, PackedEntry.MAX_KEY + 1, PackedEntry.MAX_VALUE,
            PackedEntry.MAX_VALUE + 1, 100_000 })
    void keepsKeysAndValuesOfAnyLength(int length) {
        String text = "x".repeat(length);
        keyspace.setString(key(text), bytes("v" + text));
        keyspace.setString(key("k" + text), bytes(text), StringEncoding.AUTO, 2000);

        assertThat(keyspace.getString(key(text)).utf8()).isEqualTo("v" + text);
        assertThat(keyspace.getString(key("k" + text)).utf8()).isEqualTo(text);
        assertThat(keyspace.exists(key("kk" + text))).isFalse();
        assertThat(keyspace.walk().size()).isEqualTo(2);
        assertThat(keys()).containsExactlyInAnyOrder(text, "k" + text);
    }

    @Test
    void aValueIsReplacedWithItsTimeToLive() {
        keyspace.setString(key("a"), bytes("1"), StringEncoding.AUTO, 1500);
        keyspace.setString(key("a"), bytes("22"));

        keyspace.at(10_000);
        assertThat(keyspace.getString(key("a")).utf8()).isEqualTo("22");
    }

    @Test
    void aKeyIsThereUntilItsTimeAndNotFromThenOn() {
        keyspace.setString(key("a"), bytes("1"), StringEncoding.AUTO, 1500);
        keyspace.setString(key("b"), bytes("x".repeat(5000)), StringEncoding.AUTO, 1500);

        keyspace.at(1499);
        assertThat(keyspace.exists(key("a"))).isTrue();
        assertThat(keyspace.exists(key("b"))).isTrue();
        assertThat(keys()).containsExactlyInAnyOrder("a", "b");

        keyspace.at(1500);
        assertThat(keys()).isEmpty();
        assertThat(keyspace.exists(key("a"))).isFalse();
        assertThat(keyspace.getString(key("b"))).isNull();
        assertThat(keyspace.delete(key("a"))).isFalse();
        assertThat(keyspace.walk().size()).as("what was come across is removed").isZero();
    }

    @Test
    void deletesOnce() {
        keyspace.setString(key("a"), bytes("1"));

        assertThat(keyspace.delete(key("a"))).isTrue();
        assertThat(keyspace.delete(key("a"))).isFalse();
        assertThat(keyspace.getString(key("a"))).isNull();
    }

    @Test
    void clearsEverything() {
        for (int i = 0; i < 1000; i++) {
            keyspace.setString(key("key" + i), bytes("v"));
        }
        assertThat(keyspace.walk().size()).isEqualTo(1000);

        keyspace.clear();

        assertThat(keyspace.walk().size()).isZero();
        assertThat(keys()).isEmpty();
    }

    @Test
    void aWalkEndsWhenTheVisitorHasSeenEnough() {
        for (int i = 0; i < 1000; i++) {
            keyspace.setString(key("key" + i), bytes("v"));
        }
        int[] seen = { 0 };

        keyspace.walk().forEach(key -> ++seen[0] < 10);

        assertThat(seen[0]).isEqualTo(10);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        keyspace.walk().forEach(key -> keys.add(key.utf8()));
        return keys;
    }
}
