package io.quarkiverse.kvs.core.store.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * RDB files with anything in them: a small one of each kind is in the resources beside this test, and what a fuzzer makes of
 * them. To look for more, for ten minutes:
 * {@code JAZZER_FUZZ=1 ./mvnw -pl runtime/core test -Dtest=RdbFileFuzzTest}.
 */
class RdbFileFuzzTest {

    /** The first byte tells whether the size of the file is known. Checksums do not matter. */
    @FuzzTest(maxDuration = "10m")
    void isRefusedOrRead(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        int length = data.length - 1;
        long size = (data[0] & 1) == 0 ? length : Long.MAX_VALUE;
        RdbFileReader reader = new RdbFileReader(new ByteArrayInputStream(data, 1, length), size, RdbFiles.LIMITS, false);
        List<String> lines = new ArrayList<>();
        try {
            // Looks at each value from all sides.
            reader.read(new RdbFiles.Telling(lines));
            assertThat(lines.get(lines.size() - 1)).startsWith("end ");
            assertThat(reader.rest().readAllBytes()).hasSize((int) (length - reader.offset()));
        } catch (RdbFileException e) {
            assertThat(e.offset()).isBetween(0L, (long) length);
        }
    }
}
