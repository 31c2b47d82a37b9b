package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.rdb.Payloads;

/**
 * What scripts cannot compare with a real Redis: time that stands still, clients that wait, what is not the
 * same there.
 */
class DumpCommandsTest {

    private static final String OK = "+OK\r\n";
    private static final String BAD_FORMAT = "-ERR Bad data format\r\n";
    private static final String BAR = Payloads.seal("\0\3bar");

    private TestServer server;
    private TestServer.Client client;

    @BeforeEach
    void connect() {
        server = new TestServer();
        client = server.client(Dialect.RESP2);
    }

    @Test
    void timeToLiveCountsFromNow() {
        assertThat(client.call("RESTORE", "k", "1500", BAR)).isEqualTo(OK);
        assertThat(client.call("PTTL", "k")).isEqualTo(":1500\r\n");
        assertThat(client.call("RESTORE", "k", Long.toString(server.now() + 1), BAR, "ABSTTL", "REPLACE")).isEqualTo(OK);
        assertThat(client.call("PTTL", "k")).isEqualTo(":1\r\n");
        server.pass(1);
        assertThat(client.call("GET", "k")).isEqualTo("$-1\r\n");
        assertThat(client.call("RESTORE", "k", Long.toString(server.now()), BAR, "ABSTTL")).isEqualTo(OK);
        assertThat(client.call("EXISTS", "k")).isEqualTo(":0\r\n");
    }

    @Test
    void expiredKeyIsNotBusy() {
        client.call("SET", "k", "v", "PX", "1");
        server.pass(1);
        assertThat(client.call("RESTORE", "k", "0", BAR)).isEqualTo(OK);
        assertThat(client.call("GET", "k")).isEqualTo("$3\r\nbar\r\n");
    }

    @Test
    void idleTimeIsSet() {
        assertThat(client.call("RESTORE", "k", "0", BAR, "IDLETIME", "1000")).isEqualTo(OK);
        assertThat(client.call("OBJECT", "IDLETIME", "k")).isEqualTo(":1000\r\n");
        server.pass(5000);
        assertThat(client.call("OBJECT", "IDLETIME", "k")).isEqualTo(":1005\r\n");
        client.call("GET", "k");
        assertThat(client.call("OBJECT", "IDLETIME", "k")).isEqualTo(":0\r\n");
        client.call("RESTORE", "k", "0", BAR, "REPLACE", "IDLETIME", Long.toString(Long.MAX_VALUE));
        assertThat(client.call("OBJECT", "IDLETIME", "k")).isEqualTo(":16777215\r\n");
        client.call("RESTORE", "k", "0", BAR, "REPLACE");
        assertThat(client.call("OBJECT", "IDLETIME", "k")).isEqualTo(":0\r\n");
    }

    @Test
    void whoWaitsGetsWhatIsRestored() {
        TestServer.Client waiting = server.client(Dialect.RESP2);
        waiting.call("BLPOP", "k", "0");
        client.call("RESTORE", "k", "0", BAR);
        client.call("RESTORE", "k", "0", Payloads.seal("\1\1\1a"), "REPLACE");
        assertThat(waiting.late()).isEqualTo("*2\r\n$1\r\nk\r\n$1\r\na\r\n");
        assertThat(client.call("EXISTS", "k")).isEqualTo(":0\r\n");
    }

    /** Redis would take it, and then be asked to send what clients cannot send. */
    @Test
    void stringIsNotLongerThanOneThatCanBeSet() {
        client.call("CONFIG", "SET", "proto-max-bulk-len", "1mb");
        client.call("SETRANGE", "k", Integer.toString(1024 * 1024 - 1), "x");
        String dump = dump("k");
        client.call("CONFIG", "SET", "proto-max-bulk-len", "2mb");
        client.call("APPEND", "k", "x");
        String longer = dump("k");
        client.call("CONFIG", "SET", "proto-max-bulk-len", "1mb");
        assertThat(client.call("RESTORE", "n", "0", dump)).isEqualTo(OK);
        assertThat(client.call("RESTORE", "n", "0", longer, "REPLACE")).isEqualTo(BAD_FORMAT);
        assertThat(client.call("STRLEN", "n")).isEqualTo(":1048576\r\n");
    }

    /** Redis takes these: it reads on into the version and the checksum, and takes any text for a number. */
    @Test
    void isStricterThanRedis() {
        for (String content : new String[] { "\0\5abc", "\0\300", "\5\1\1a1234567",
                "\14\21\21\0\0\0\15\0\0\0\2\0\0\1a\3\1b\377",
                "\5\301\1a\0\0\0\0\0\0\0\0" }) {
            assertThat(client.call("RESTORE", "k", "0", Payloads.seal(content))).as(content).isEqualTo(BAD_FORMAT);
        }
    }

    @Test
    void modulesAreNotKnown() {
        for (char type : new char[] { 6, 7 }) {
            assertThat(client.call("RESTORE", "k", "0", Payloads.seal(type + "\0\0\0\0\0\0"))).isEqualTo(BAD_FORMAT);
        }
    }

    @Test
    void dumpChangesNothing() {
        client.call("HSET", "h", "f", "v");
        client.call("WATCH", "h");
        dump("h");
        client.call("MULTI");
        assertThat(client.call("EXEC")).isEqualTo("*0\r\n");
        client.call("CONFIG", "RESETSTAT");
        dump("h");
        client.call("DUMP", "missing");
        assertThat(client.call("INFO", "stats")).contains("keyspace_hits:1\r\n", "keyspace_misses:1\r\n");
    }

    @Test
    void smallStringStaysSmall() {
        client.call("SET", "k", "bar");
        client.call("RESTORE", "n", "0", BAR);
        assertThat(client.call("MEMORY", "USAGE", "n")).isEqualTo(client.call("MEMORY", "USAGE", "k"));
    }

    private String dump(String key) {
        String reply = client.call("DUMP", key);
        return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
    }
}
