package io.quarkiverse.kvs.core.store.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

class DenseRegistersTest {

    private static final int START = 16;

    @Test
    void holdWhatAnArrayHolds() {
        Random random = new Random(1);
        byte[] array = new byte[START + DenseRegisters.LENGTH];
        byte[] model = new byte[HyperLogLog.REGISTERS];
        for (int i = 0; i < 100_000; i++) {
            int register = random.nextInt(HyperLogLog.REGISTERS);
            model[register] = (byte) random.nextInt(64);
            DenseRegisters.set(array, START, register, model[register]);
        }

        byte[] merged = new byte[HyperLogLog.REGISTERS];
        DenseRegisters.mergeInto(merged, array, START);
        assertThat(merged).isEqualTo(model);
        int[] histogram = new int[64];
        DenseRegisters.count(array, START, histogram);
        for (int register = 0; register < HyperLogLog.REGISTERS; register++) {
            assertThat(DenseRegisters.get(array, START, register)).isEqualTo(model[register]);
            histogram[model[register]]--;
        }
        assertThat(histogram).containsOnly(0);
    }

    @Test
    void beginAtTheLeastSignificantBit() {
        byte[] array = new byte[DenseRegisters.LENGTH];
        DenseRegisters.set(array, 0, 1, 0b111111);
        assertThat(array).startsWith(0b11000000, 0b00001111, 0);
        DenseRegisters.set(array, 0, HyperLogLog.REGISTERS - 1, 0b111111);
        assertThat(array).endsWith(0, 0b11111100);
    }

    @Test
    void areOnlyRaisedByOthers() {
        byte[] array = new byte[DenseRegisters.LENGTH];
        DenseRegisters.set(array, 0, 5, 7);
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        registers[5] = 9;
        registers[6] = 1;
        DenseRegisters.mergeInto(registers, array, 0);
        assertThat(registers).startsWith(0, 0, 0, 0, 0, 9, 1, 0);
    }
}
