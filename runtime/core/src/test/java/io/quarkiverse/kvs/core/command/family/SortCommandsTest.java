package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** What the replies to scripts do not show. */
class SortCommandsTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    @ParameterizedTest
    @ValueSource(strings = { "SORT l BY w_*", "SORT l GET w_*", "SORT l GET # GET o_*->f", "SORT_RO l BY o_*->f",
            "SORT l BY w_* STORE d", "SORT l BY nosort GET w_*" })
    void locksEverythingWhereAnyKeyMayBeRead(String call) {
        assertThat(segments(call)).isEqualTo(Store.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = { "SORT l", "SORT_RO l", "SORT l GET #", "SORT l BY nosort", "SORT l BY w_* BY nosort",
            "SORT l GET w",
            "SORT l LIMIT 1 2 ALPHA DESC" })
    void locksItsKeyWhereNoOtherIsRead(String call) {
        assertThat(segments(call)).isEqualTo(segment("l"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "SORT l STORE d", "SORT l STORE x STORE d", "SORT l GET STORE LIMIT 1 2 STORE d",
            "SORT l STORE d DESC",
            "SORT l BY STORE STORE d" })
    void locksWhatItStoresInto(String call) {
        assertThat(segments(call)).isEqualTo(segment("l") | segment("d"));
    }

    private long segments(String call) {
        ServerState state = server.state();
        CommandContext context = new CommandContext(state, new SplittableRandom(1));
        byte[][] words = Arrays.stream(call.split(" ")).map(word -> word.getBytes(ISO_8859_1)).toArray(byte[][]::new);
        Request request = Request.resp(words);
        Session session = state.clients().connected(client, server.now());
        context.prepare(session, request, ReplyWriter.of(Dialect.RESP2, new ReplyBuffer()), server.now());
        return state.executor().segments().of(context, Families.TABLE.find(request));
    }

    private static long segment(String key) {
        return new Key().show(key.getBytes(ISO_8859_1)).segment();
    }

    @Test
    void aLongReplyIsLeftToAnotherThread() {
        IntStream.range(0, 10_000).forEach(i -> client.line("RPUSH l " + (i * 7919 % 10_000)));
        List<String> sorted = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();

        assertThat(elements(client.line("SORT l"))).isEqualTo(sorted);
        assertThat(client.pending()).isInstanceOf(LongReply.class);
        assertThat(elements(client.line("SORT l BY w_* LIMIT 10 5"))).containsExactly("1006", "1007", "1008", "1009", "101");
        assertThat(client.pending()).isInstanceOf(LongReply.class);

        client.line("SORT l BY nosort");
        assertThat(client.pending()).isInstanceOf(LongReply.class);
        assertThat(elements(client.line("SORT l BY nosort LIMIT 1 2"))).containsExactly("7919", "5838");
        assertThat(client.pending()).isNull();

        // With lookups or a destination, it is done under the locks, while no other client changes anything.
        assertThat(elements(client.line("SORT l GET #"))).isEqualTo(sorted);
        assertThat(client.pending()).isNull();
        assertThat(client.line("SORT l STORE d")).isEqualTo(":10000\r\n");
        assertThat(client.pending()).isNull();
    }

    /** A request of some bytes could ask for more than there is memory. */
    @Test
    void refusesMoreResultsThanCouldEverBeReceived() {
        client.line("RPUSH l 1 2 3 4 5 6 7 8 9 10");
        client.call("CONFIG", "SET", "client-output-buffer-limit", "normal 60 0 0");

        assertThat(client.line("SORT l GET a GET b")).startsWith("*20\r\n");
        assertThat(client.line("SORT l GET a GET b GET c")).isEqualTo("-ERR too many results: 30\r\n");
        assertThat(client.line("SORT l GET a GET b GET c STORE d")).isEqualTo("-ERR too many results: 30\r\n");
    }

    /** The elements of a flat array. */
    private static List<String> elements(String reply) {
        List<String> lines = reply.lines().toList();
        return IntStream.range(1, lines.size()).filter(i -> i % 2 == 0).mapToObj(lines::get).toList();
    }
}
