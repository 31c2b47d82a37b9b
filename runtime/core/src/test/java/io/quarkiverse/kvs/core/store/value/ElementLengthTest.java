package io.quarkiverse.kvs.core.store.value;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ElementLengthTest {

    @Property
    void isReadFromBothSides(@ForAll @IntRange(max = Integer.MAX_VALUE) int length) {
        byte[] array = new byte[12];
        int size = ElementLength.size(length);
        ElementLength.write(array, 1, length);
        ElementLength.writeBackwards(array, 1 + 2 * size, length);
        assertThat(ElementLength.read(array, 1)).isEqualTo(length);
        assertThat(ElementLength.readBackwards(array, 1 + 2 * size)).isEqualTo(length);
        assertThat(array[0]).isZero();
        assertThat(array[1 + 2 * size]).isZero();
    }
}
