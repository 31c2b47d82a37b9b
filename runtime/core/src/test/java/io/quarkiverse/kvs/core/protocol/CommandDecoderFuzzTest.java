package io.quarkiverse.kvs.core.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Bytes that a fuzzer has found interesting: those in the resources beside this test are tried in every build. To look for
 * more, for ten minutes: {@code JAZZER_FUZZ=1 ./mvnw -pl runtime/core test -Dtest=CommandDecoderFuzzTest}.
 */
class CommandDecoderFuzzTest {

    /** The first byte says how long the pieces are in which the others arrive. */
    @FuzzTest(maxDuration = "10m")
    void readsTheSameInAnyPieces(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String stream = new String(data, 1, data.length - 1, ISO_8859_1);
        int piece = 1 + (data[0] & 0x3f);

        List<String> whole = DecodedStream.decode(stream);

        assertThat(DecodedStream.decodeInPieces(stream, piece, piece)).isEqualTo(whole);
        // Nothing follows what broke the stream.
        assertThat(whole.subList(0, Math.max(0, whole.size() - 1))).noneMatch(found -> found.startsWith("broken"));
    }
}
