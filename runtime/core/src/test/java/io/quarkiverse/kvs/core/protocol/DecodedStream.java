package io.quarkiverse.kvs.core.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What a {@link CommandDecoder} with small limits finds in a stream, in words; characters are bytes. */
final class DecodedStream {

    private final CommandDecoder decoder = decoder();
    private final Request request = new Request();
    private final List<String> found = new ArrayList<>();
    private byte[] pending = {};
    private boolean broken;

    static CommandDecoder decoder() {
        return new CommandDecoder(new DecoderLimits(10, 10, 20, 100), (name, offset, length, argument, count) -> argument == 1);
    }

    /** All bytes at once. */
    static List<String> decode(String stream) {
        DecodedStream decoded = new DecodedStream();
        decoded.receive(stream.getBytes(ISO_8859_1));
        return decoded.found;
    }

    /** In pieces of these sizes, the last one again and again. */
    static List<String> decodeInPieces(String stream, int... sizes) {
        DecodedStream decoded = new DecodedStream();
        int at = 0;
        for (int i = 0; at < stream.length(); i++) {
            int end = i < sizes.length ? Math.min(stream.length(), at + sizes[i])
                    : sizes.length == 1 ? stream.length() : Math.min(stream.length(), at + sizes[sizes.length - 1]);
            decoded.receive(stream.substring(at, end).getBytes(ISO_8859_1));
            at = end;
        }
        return decoded.found;
    }

    /** Something is found, and the same wherever the stream is split. */
    static void assertSameInPieces(String stream) {
        List<String> whole = decode(stream);
        assertThat(whole).isNotEmpty();
        for (int split = 0; split <= stream.length(); split++) {
            assertThat(decodeInPieces(stream, split)).as("split at %d", split).isEqualTo(whole);
        }
        assertThat(decodeInPieces(stream, 1, 1)).as("byte by byte").isEqualTo(whole);
    }

    private void receive(byte[] more) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        // Some bytes in front, to notice if the decoder counts from the start of the array.
        all.writeBytes(new byte[] { '\n', '*', '1' });
        all.writeBytes(pending);
        all.writeBytes(more);
        byte[] array = all.toByteArray();
        int at = 3;
        while (!broken) {
            CommandDecoder.Result result = decoder.decode(array, at, array.length, request);
            at += decoder.consumed();
            if (result == CommandDecoder.Result.INCOMPLETE) {
                break;
            }
            found.add(switch (result) {
                case REQUEST -> (request.isResp() ? "resp " : "request ") + words();
                case REJECTED -> "rejected: " + decoder.error();
                default -> "broken: " + decoder.error();
            });
            broken = result == CommandDecoder.Result.BROKEN;
        }
        pending = java.util.Arrays.copyOfRange(array, at, array.length);
    }

    private List<String> words() {
        assertThat(request.count()).isPositive();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            words.add(request.show(i, new Bytes()).latin1());
        }
        return words;
    }
}
