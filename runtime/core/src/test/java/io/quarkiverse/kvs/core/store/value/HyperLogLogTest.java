package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

class HyperLogLogTest {

    private static final long MAX_SPARSE = 3000;
    /** 1.04 divided by the root of the number of registers. */
    private static final double STANDARD_ERROR = 0.8125;

    private static final String REGISTERS_OF_ABC = "`\u00f3\u0080P\u00b1\u0084K\u00fb\u0080BZ";

    private final StringValue string = new StringValue(new byte[0], StringEncoding.RAW);
    private HyperLogLog hyperLogLog = HyperLogLog.createIn(string);

    @Test
    void isEmptyAtFirst() {
        assertThat(HyperLogLog.isOne(bytes())).isTrue();
        assertThat(hyperLogLog.isDense()).isFalse();
        assertThat(hyperLogLog.isCounted()).isFalse();
        assertThat(hyperLogLog.count()).isZero();
        assertThat(hyperLogLog.isCounted()).isTrue();
        assertThat(hyperLogLog.describeRuns()).isEqualTo("Z:16384");
    }

    @Test
    void hasTheBytesThatItHasInRedis() {
        add("a", "b", "c");
        assertThat(bytes().latin1()).isEqualTo("HYLL\u0001\0\0\0\0\0\0\0\0\0\0\u0080" + REGISTERS_OF_ABC);
        assertThat(hyperLogLog.count()).isEqualTo(3);
        assertThat(bytes().latin1()).isEqualTo("HYLL\u0001\0\0\0\u0003\0\0\0\0\0\0\0" + REGISTERS_OF_ABC);
    }

    @Test
    void forgetsItsEstimateOnlyWhenItChanges() {
        assertThat(add("a")).isTrue();
        hyperLogLog.count();
        assertThat(add("a")).isFalse();
        assertThat(hyperLogLog.isCounted()).isTrue();
        assertThat(add("b")).isTrue();
        assertThat(hyperLogLog.isCounted()).isFalse();
    }

    /** Elements are always the same, so that this either fails or does not. */
    @Test
    void isWrongByNoMoreThanThreeStandardErrors() {
        int checked = 100;
        for (int i = 1; i <= 1_000_000; i++) {
            add("element:" + i);
            if (i == checked) {
                assertThat((double) hyperLogLog.count()).as("%s elements", i)
                        .isCloseTo(i, withPercentage(3 * STANDARD_ERROR));
                checked += i / 20;
            }
        }
    }

    @Test
    void isExactOrNearlySoForFewElements() {
        for (int i = 1; i <= 100; i++) {
            add("element:" + i);
            assertThat(hyperLogLog.count()).isBetween(i - 1L, i + 1L);
        }
    }

    @Test
    void countsTheSameWhenDense() {
        StringValue other = new StringValue(new byte[0], StringEncoding.RAW);
        HyperLogLog dense = HyperLogLog.createIn(other);
        dense.makeDense();
        for (int i = 0; i < 1000; i++) {
            byte[] element = Integer.toString(i).getBytes(ISO_8859_1);
            assertThat(hyperLogLog.add(new Bytes().show(element), MAX_SPARSE))
                    .isEqualTo(dense.add(new Bytes().show(element), MAX_SPARSE));
            assertThat(hyperLogLog.count()).isEqualTo(dense.count());
        }
        assertThat(hyperLogLog.isDense()).isFalse();
        hyperLogLog.makeDense();
        assertThat(bytes().copy()).isEqualTo(other.show(new Bytes()).copy());
    }

    @Test
    void becomesDenseWhenItWouldBeTooLong() {
        int length = 0;
        for (int i = 0; !hyperLogLog.isDense(); i++) {
            length = string.length();
            add(Integer.toString(i));
        }
        assertThat(length).isBetween(2990, 3000);
        assertThat(string.length()).isEqualTo(12_304);
        assertThat(string.array()).hasSize(12_304);
    }

    @Test
    void mergesWhatOthersHaveSeen() {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        for (int part = 0; part < 3; part++) {
            StringValue other = new StringValue(new byte[0], StringEncoding.RAW);
            HyperLogLog seen = HyperLogLog.createIn(other);
            for (int i = part * 500; i < part * 500 + 1000; i++) {
                byte[] element = Integer.toString(i).getBytes(ISO_8859_1);
                seen.add(new Bytes().show(element), part == 1 ? 0 : MAX_SPARSE);
                add(Integer.toString(i));
            }
            assertThat(seen.isDense()).isEqualTo(part == 1);
            HyperLogLog.mergeInto(registers, other.show(new Bytes()));
        }
        assertThat(HyperLogLog.count(registers)).isEqualTo(hyperLogLog.count());
        HyperLogLog merged = HyperLogLog.create();
        merged.add(registers, MAX_SPARSE);
        assertThat(merged.count()).isEqualTo(hyperLogLog.count());
    }

    @Test
    void isNoneWithoutItsHeader() {
        assertThat(isOne("")).isFalse();
        assertThat(isOne("HYLL\u0001")).isFalse();
        assertThat(isOne("HYLL\u0001" + "\0".repeat(11))).isTrue();
        assertThat(isOne("hYLL\u0001" + "\0".repeat(11))).isFalse();
        assertThat(isOne("HYLL\u0002" + "\0".repeat(11))).isFalse();
        assertThat(isOne("HYLL\u00ff" + "\0".repeat(11))).isFalse();
        assertThat(isOne("HYLL\u0000" + "\0".repeat(11))).isFalse();
        assertThat(isOne("HYLL\u0000" + "\0".repeat(12_298))).isFalse();
        assertThat(isOne("HYLL\u0000" + "\0".repeat(12_299))).isTrue();
        assertThat(isOne("HYLL\u0000" + "\0".repeat(12_300))).isFalse();
    }

    /** As any client can do that may write strings: it is refused or read, and nothing else is thrown. */
    @Test
    void noticesWhenItWasWrittenOver() {
        Random random = new Random(1);
        int noticed = 0;
        for (int i = 0; i < 5000; i++) {
            hyperLogLog = HyperLogLog.createIn(string);
            for (int elements = random.nextInt(200); elements > 0; elements--) {
                add(Integer.toString(random.nextInt()));
            }
            for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                string.array()[16 + random.nextInt(string.length() - 16)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                string.splice(string.length() - 1, 1, new byte[0], 0);
            }
            try {
                add("1", "2", "3", "4", "5", "6", "7", "8");
                hyperLogLog.describeRuns();
                HyperLogLog.mergeInto(new byte[HyperLogLog.REGISTERS], bytes());
                hyperLogLog.count();
                hyperLogLog.makeDense();
            } catch (CorruptedHyperLogLogException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(4000);
    }

    @Test
    void refusesToCountRegistersThatAreTooManyOrTooFew() {
        for (String registers : new String[] { "", "\u0080", "\u007f", "\u007f\u00fe", "\u007f\u00ff\0", "\u007f\u00ff\u0080",
                "\u007f\u00ff\u007f\u00ff", "\0".repeat(1_000_000) }) {
            byte[] bytes = ("HYLL\u0001" + "\0".repeat(10) + "\u0080" + registers).getBytes(ISO_8859_1);
            HyperLogLog corrupted = HyperLogLog.in(new StringValue(bytes, StringEncoding.RAW));
            assertThatThrownBy(corrupted::count).isInstanceOf(CorruptedHyperLogLogException.class);
            assertThatThrownBy(corrupted::makeDense).isInstanceOf(CorruptedHyperLogLogException.class);
            assertThatThrownBy(() -> HyperLogLog.mergeInto(new byte[HyperLogLog.REGISTERS], new Bytes().show(bytes)))
                    .isInstanceOf(CorruptedHyperLogLogException.class);
        }
    }

    @Test
    void doesNotDescribeMoreRunsThanThereCanBe() {
        byte[] bytes = ("HYLL\u0001" + "\0".repeat(11) + "\0".repeat(16_384)).getBytes(ISO_8859_1);
        assertThat(HyperLogLog.in(new StringValue(bytes, StringEncoding.RAW)).describeRuns()).hasSize(16_384 * 4 - 1);
        byte[] more = ("HYLL\u0001" + "\0".repeat(11) + "\0".repeat(16_385)).getBytes(ISO_8859_1);
        HyperLogLog corrupted = HyperLogLog.in(new StringValue(more, StringEncoding.RAW));
        assertThatThrownBy(corrupted::describeRuns).isInstanceOf(CorruptedHyperLogLogException.class);
    }

    private boolean add(String... elements) {
        boolean changed = false;
        for (String element : elements) {
            changed |= hyperLogLog.add(new Bytes().show(element.getBytes(ISO_8859_1)), MAX_SPARSE);
        }
        return changed;
    }

    private Bytes bytes() {
        return string.show(new Bytes());
    }

    private static boolean isOne(String text) {
        return HyperLogLog.isOne(new Bytes().show(text.getBytes(ISO_8859_1)));
    }
}
