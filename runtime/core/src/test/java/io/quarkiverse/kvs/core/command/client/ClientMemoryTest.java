package io.quarkiverse.kvs.core.command.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** Which clients are closed when all of them together make the server hold too much. */
class ClientMemoryTest {

    private static final int MEGABYTE = 1024 * 1024;
    /** Looks, ten of which are a second, after which a client that takes nothing does not read. */
    private static final int A_WHILE = 20;

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);

    @BeforeEach
    void tenMegabytes() {
        client.line("CONFIG SET maxmemory-clients 10mb");
        look();
    }

    /** Ten subscribers that read nothing, and the publisher sends a message that is larger than what waits for each of them. */
    @Test
    void theSenderIsNotClosedForThoseThatDoNotRead() {
        List<Client> subscribers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            subscribers.add(holding(MEGABYTE - i));
        }
        lookFor(A_WHILE);
        assertThat(subscribers).noneMatch(Client::isClosed);

        client.sends(1);
        look();
        assertThat(server.state().clients().memory().makeRoom(client.session(), 2 * MEGABYTE)).isTrue();
        assertThat(client.isClosed()).isFalse();
        assertThat(subscribers.subList(0, 2)).allMatch(Client::isClosed);
        assertThat(subscribers.subList(2, 10)).noneMatch(Client::isClosed);
        assertThat(evicted()).isEqualTo(2);
    }

    @Test
    void aSenderIsClosedIfSendersHoldMost() {
        Client subscriber = holding(4 * MEGABYTE);
        Client sender = server.client(Dialect.RESP2);
        lookFor(A_WHILE);
        sender.sends(1);
        client.sends(1);
        look();

        sender.session().held().input(3 * MEGABYTE);
        client.session().held().input(2 * MEGABYTE);
        assertThat(server.state().clients().memory().makeRoom(client.session(), 4 * MEGABYTE)).isFalse();
        assertThat(client.isClosed()).isTrue();
        assertThat(subscriber.isClosed()).isFalse();
        assertThat(sender.isClosed()).isFalse();
    }

    /** An open transaction, of a client that has not sent anything for a while. */
    @Test
    void aClientThatHasSentIsClosedIfItHoldsMostOfThoseThatDoNothing() {
        Client subscriber = holding(4 * MEGABYTE);
        Client other = server.client(Dialect.RESP2);
        other.line("MULTI");
        other.call("SET", "a", "x".repeat(5 * MEGABYTE));
        lookFor(A_WHILE);
        assertThat(other.isClosed()).isFalse();

        client.sends(1);
        look();
        assertThat(server.state().clients().memory().makeRoom(client.session(), 3 * MEGABYTE)).isTrue();
        assertThat(other.isClosed()).isTrue();
        assertThat(subscriber.isClosed()).isFalse();
    }

    /** Its reply is larger than anything else, and than the bound; but it reads. */
    @Test
    void aClientThatReadsIsNotClosed() {
        Client idle = holding(8 * MEGABYTE);
        lookFor(A_WHILE);
        Client reader = holding(12 * MEGABYTE);
        reader.session().countOutput();
        for (int i = 0; i < 3 * A_WHILE; i++) {
            reader.takes(1);
            look();
        }
        assertThat(reader.isClosed()).isFalse();
        assertThat(idle.isClosed()).isFalse();

        // Others that do not read are closed for their own sake.
        Client another = holding(3 * MEGABYTE);
        for (int i = 0; i < A_WHILE; i++) {
            reader.takes(1);
            look();
        }
        assertThat(idle.isClosed()).isTrue();
        assertThat(another.isClosed()).isFalse();
        assertThat(reader.isClosed()).isFalse();

        // It reads no longer.
        lookFor(A_WHILE);
        assertThat(reader.isClosed()).isTrue();
    }

    /** The largest does not count. */
    @Test
    void whatIsOnItsWayIsBoundedToo() {
        List<Client> readers = List.of(holding(12 * MEGABYTE), holding(6 * MEGABYTE), holding(4 * MEGABYTE));
        look();
        assertThat(readers).noneMatch(Client::isClosed);

        Client another = holding(1);
        look();
        assertThat(readers.get(0).isClosed()).isTrue();
        assertThat(readers.subList(1, 3)).noneMatch(Client::isClosed);
        assertThat(another.isClosed()).isFalse();
    }

    @Test
    void whatAClientHasReadIsNotCountedAnyMore() {
        long before = info("mem_clients_normal");
        Client reader = holding(5 * MEGABYTE);
        look();
        assertThat(info("mem_clients_normal")).isEqualTo(before + 5 * MEGABYTE + ClientMemory.CONNECTION);
        reader.pendingOutput(0);
        look();
        assertThat(info("mem_clients_normal")).isEqualTo(before + ClientMemory.CONNECTION);
        reader.pendingOutput(MEGABYTE);
        look();
        reader.disconnect();
        // Another thread comes late.
        reader.session().countOutput();
        look();
        assertThat(info("mem_clients_normal")).isEqualTo(before);
    }

    @Test
    void idleConnectionsAreNotClosed() {
        client.line("CONFIG SET maxmemory-clients 1");
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            others.add(server.client(Dialect.RESP2));
        }
        lookFor(A_WHILE);
        assertThat(others).noneMatch(Client::isClosed);
    }

    /** Client libraries do that in their own tests. */
    @ParameterizedTest
    @ValueSource(strings = { "1", "100", "1024", "1mb" })
    void howeverLittleMemoryThereIsItCanBeRaised(String bytes) {
        client.line("CONFIG SET maxmemory-clients 50% maxmemory " + bytes);
        look();
        for (Client each : List.of(client, server.client(Dialect.RESP2), server.client(Dialect.LINE))) {
            assertThat(each.line("INFO")).isNotEmpty();
            each.pendingOutput(200_000);
            each.session().countOutput();
            lookFor(A_WHILE);
            assertThat(each.isClosed()).isFalse();
        }
        Settings settings = server.state().settings();
        assertThat(settings.maxReply(false)).isGreaterThan(12 * MEGABYTE);
        assertThat(settings.maxOutput(true)).isEqualTo(32 * MEGABYTE);
        assertThat(client.line("CONFIG SET maxmemory 0")).isEqualTo("+OK\r\n");
    }

    /** As clients do on a busy machine, or while garbage is collected. */
    @Test
    void aReaderMayStandStillForLessThanTwoSeconds() {
        Client reader = holding(12 * MEGABYTE);
        reader.takes(1);
        look();
        lookFor(A_WHILE - 1);
        assertThat(reader.isClosed()).isFalse();
        look();
        assertThat(reader.isClosed()).isTrue();
    }

    /** Redis's floor. */
    @Test
    void theBoundIsNeverBelow128Kilobytes() {
        client.line("CONFIG SET maxmemory-clients 1");
        Client fits = holding(128 * 1024);
        lookFor(A_WHILE);
        assertThat(fits.isClosed()).isFalse();
        Client beyond = holding(1);
        lookFor(A_WHILE);
        assertThat(fits.isClosed()).isTrue();
        assertThat(beyond.isClosed()).isFalse();
    }

    private Client holding(long bytes) {
        Client one = server.client(Dialect.RESP2);
        one.pendingOutput(bytes);
        return one;
    }

    private void look() {
        server.state().maxMemory().maintain(server.now(), () -> false);
    }

    private void lookFor(int times) {
        for (int i = 0; i < times; i++) {
            look();
        }
    }

    private long evicted() {
        return info("evicted_clients");
    }

    private long info(String field) {
        return client.line("INFO memory stats").lines().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1))).findFirst().orElseThrow();
    }
}
