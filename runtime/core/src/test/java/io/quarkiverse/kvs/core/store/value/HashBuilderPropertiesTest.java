package io.quarkiverse.kvs.core.store.value;

import static io.quarkiverse.kvs.core.store.EntryTablePropertiesTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A hash that was built is the same as one whose fields were set one by one. */
class HashBuilderPropertiesTest {

    @Property
    void isTheSameAsSetOneByOne(@ForAll("fields") List<String> fields, @ForAll @IntRange(max = 20) int most) {
        PackingLimits limits = new PackingLimits(most, 10);
        HashBuilder builder = new HashBuilder(limits);
        HashValue expected = new HashValue();
        for (String field : fields) {
            boolean isNew = !expected.contains(key(field));
            assertThat(builder.add(key(field), key("value of " + field.length()))).isEqualTo(isNew);
            if (isNew) {
                expected.set(key(field), key("value of " + field.length()), limits);
            }
            assertThat(builder.size()).isEqualTo(expected.size());
        }
        HashValue built = builder.build();
        assertThat(built.isPacked()).isEqualTo(expected.isPacked());
        assertThat(contents(built)).isEqualTo(contents(expected));
        assertThat(built.memory()).isEqualTo(expected.memory());
        assertThat(built.set(key("one more"), key(""), limits)).isTrue();
        assertThat(built.size()).isEqualTo(expected.size() + 1);
    }

    /** In order, if there is one. */
    private static List<String> contents(HashValue hash) {
        List<String> contents = new ArrayList<>();
        hash.forEach((field, value) -> contents.add(field.latin1() + "=" + value.latin1()));
        if (!hash.isPacked()) {
            contents.sort(null);
        }
        return contents;
    }

    @Provide
    Arbitrary<List<String>> fields() {
        return Arbitraries.integers().between(0, 30).map(i -> "f".repeat(i / 3) + i % 3).list().ofMaxSize(40);
    }
}
