package io.quarkiverse.kvs.core.store.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.quarkiverse.kvs.core.store.value.SparseRegisters.Outcome;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sparse registers against an array of all registers. */
class SparseRegistersPropertiesTest {

    record Raise(int register, int value) {
    }

    @Property
    void holdWhatAnArrayHolds(@ForAll("raises") List<Raise> raises) {
        StringValue string = empty();
        byte[] model = new byte[HyperLogLog.REGISTERS];
        for (Raise raise : raises) {
            boolean higher = raise.value > model[raise.register];
            Outcome outcome = SparseRegisters.raise(string, 0, raise.register, raise.value, Long.MAX_VALUE);
            if (raise.value > 32) {
                assertThat(outcome).isEqualTo(Outcome.DOES_NOT_FIT);
            } else {
                assertThat(outcome).isEqualTo(higher ? Outcome.CHANGED : Outcome.UNCHANGED);
                model[raise.register] = (byte) Math.max(model[raise.register], raise.value);
            }
        }
        assertThat(registers(string)).isEqualTo(model);
        assertThat(histogram(string)).isEqualTo(histogram(model));
    }

    @Property
    void neverBecomeLongerThanTheyMay(@ForAll("raises") List<Raise> raises) {
        StringValue string = empty();
        for (Raise raise : raises) {
            byte[] before = registers(string);
            if (SparseRegisters.raise(string, 0, raise.register, raise.value, 40) == Outcome.DOES_NOT_FIT) {
                assertThat(registers(string)).isEqualTo(before);
            }
            assertThat(string.length()).isLessThanOrEqualTo(40);
        }
    }

    /** Registers close together, so that runs are split and become one again. */
    @Provide
    Arbitrary<List<Raise>> raises() {
        Arbitrary<Integer> register = Arbitraries.oneOf(Arbitraries.integers().between(0, 40),
                Arbitraries.integers().between(0, HyperLogLog.REGISTERS - 1),
                Arbitraries.integers().between(HyperLogLog.REGISTERS - 70, HyperLogLog.REGISTERS - 1));
        Arbitrary<Integer> value = Arbitraries.oneOf(Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 33));
        return Combinators.combine(register, value).as(Raise::new).list().ofMaxSize(200);
    }

    private static StringValue empty() {
        return new StringValue(new byte[] { 0x7f, (byte) 0xff }, StringEncoding.RAW);
    }

    private static byte[] registers(StringValue string) {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        new SparseRegisters(string.array(), 0, string.length()).mergeInto(registers);
        return registers;
    }

    private static int[] histogram(StringValue string) {
        int[] histogram = new int[64];
        new SparseRegisters(string.array(), 0, string.length()).count(histogram);
        return histogram;
    }

    private static int[] histogram(byte[] registers) {
        int[] histogram = new int[64];
        for (byte register : registers) {
            histogram[register]++;
        }
        return histogram;
    }
}
