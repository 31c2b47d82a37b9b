package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.ChangeSink;
import io.quarkiverse.kvs.core.store.Effect;

/** The commands of ordered maps. There is no Redis to ask: each reply here was thought about. */
class OrderedMapCommandsTest {

    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
    private static final String SYNTAX = "-ERR syntax error\r\n";
    private static final String NIL = "$-1\r\n";

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    private String call(String words) {
        return client.line(words);
    }

    /** A flat array of bulk strings. */
    private static String array(String... elements) {
        return "*" + elements.length + "\r\n" + List.of(elements).stream()
                .map(element -> "$" + element.length() + "\r\n" + element + "\r\n").collect(Collectors.joining());
    }

    private void letters() {
        assertThat(call("OM.SET m a 1 b 2 c 3 d 4 e 5")).isEqualTo(":5\r\n");
    }

    @Test
    void setsGetsAndCounts() {
        letters();
        assertThat(call("OM.SET m b 22 f 6")).isEqualTo(":1\r\n");
        assertThat(call("OM.GET m b")).isEqualTo("$2\r\n22\r\n");
        assertThat(call("OM.GET m x")).isEqualTo(NIL);
        assertThat(call("OM.GET no x")).isEqualTo(NIL);
        assertThat(call("OM.MGET m f x a")).isEqualTo("*3\r\n$1\r\n6\r\n$-1\r\n$1\r\n1\r\n");
        assertThat(call("OM.MGET no f")).isEqualTo("*1\r\n$-1\r\n");
        assertThat(call("OM.EXISTS m a a x f")).isEqualTo(":3\r\n");
        assertThat(call("OM.EXISTS no a")).isEqualTo(":0\r\n");
        assertThat(call("OM.LEN m")).isEqualTo(":6\r\n");
        assertThat(call("OM.LEN no")).isEqualTo(":0\r\n");
        assertThat(call("TYPE m")).isEqualTo("+orderedmap\r\n");
        assertThat(call("OBJECT ENCODING m")).isEqualTo("$5\r\nbtree\r\n");
        assertThat(call("OM.SET m a")).startsWith("-ERR wrong number of arguments");
        assertThat(call("OM.SET m a 1 b")).isEqualTo(SYNTAX);
    }

    @Test
    void setsOnlyWhatIsNewOrOnlyWhatIsThere() {
        letters();
        assertThat(call("OM.SET m a x z 26 NX")).isEqualTo(":1\r\n");
        assertThat(call("OM.MGET m a z")).isEqualTo(array("1", "26"));
        assertThat(call("OM.SET m a x y 25 xx")).isEqualTo(":1\r\n");
        assertThat(call("OM.MGET m a y")).isEqualTo("*2\r\n$1\r\nx\r\n$-1\r\n");
        assertThat(call("OM.SET no a x XX")).isEqualTo(":0\r\n");
        assertThat(call("EXISTS no")).isEqualTo(":0\r\n");
        assertThat(call("OM.SET m NX NX")).as("a name and a value").isEqualTo(":1\r\n");
    }

    @Test
    void aMapWithoutEntriesIsNoKey() {
        letters();
        assertThat(call("OM.DEL m a x b")).isEqualTo(":2\r\n");
        assertThat(call("OM.DEL no a")).isEqualTo(":0\r\n");
        assertThat(call("OM.DEL m c d e")).isEqualTo(":3\r\n");
        assertThat(call("EXISTS m")).isEqualTo(":0\r\n");
        letters();
        assertThat(call("OM.REMRANGE m - +")).isEqualTo(":5\r\n");
        assertThat(call("EXISTS m")).isEqualTo(":0\r\n");
        letters();
        assertThat(call("OM.POPLAST m 10")).isEqualTo(array("e", "5", "d", "4", "c", "3", "b", "2", "a", "1"));
        assertThat(call("EXISTS m")).isEqualTo(":0\r\n");
        letters();
        assertThat(call("OM.WRITE m DEL a DEL b DEL c DEL d DEL e")).isEqualTo("+OK\r\n");
        assertThat(call("EXISTS m")).isEqualTo(":0\r\n");
        assertThat(call("OM.WRITE m SET a 1 DEL a")).isEqualTo("+OK\r\n");
        assertThat(call("EXISTS m")).isEqualTo(":0\r\n");
    }

    @Test
    void rangesAreAsThoseOfSortedSetsByMember() {
        letters();
        assertThat(call("OM.RANGE m - +")).isEqualTo(array("a", "b", "c", "d", "e"));
        assertThat(call("OM.RANGE m [b (d")).isEqualTo(array("b", "c"));
        assertThat(call("OM.RANGE m (b [d")).isEqualTo(array("c", "d"));
        assertThat(call("OM.RANGE m (d [b")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE m + -")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE m [bb +")).isEqualTo(array("c", "d", "e"));
        assertThat(call("OM.RANGE m (d [b REV")).isEqualTo(array("c", "b"));
        assertThat(call("OM.RANGE m + - REV LIMIT 1 2")).isEqualTo(array("d", "c"));
        assertThat(call("OM.RANGE m - + LIMIT 1 2 WITHVALUES")).isEqualTo(array("b", "2", "c", "3"));
        assertThat(call("OM.RANGE m - + LIMIT 3 -1")).isEqualTo(array("d", "e"));
        assertThat(call("OM.RANGE m - + LIMIT 5 1")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE m - + LIMIT -1 1")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE m - + LIMIT 0 0")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE no - +")).isEqualTo("*0\r\n");
        assertThat(call("OM.RANGE m b +")).isEqualTo("-ERR min or max not valid string range item\r\n");
        assertThat(call("OM.RANGE m - + LIMIT 1")).isEqualTo(SYNTAX);
        assertThat(call("OM.COUNT m [b (d")).isEqualTo(":2\r\n");
        assertThat(call("OM.COUNT m (d [b")).isEqualTo(":0\r\n");
        assertThat(call("OM.COUNT no - +")).isEqualTo(":0\r\n");
        assertThat(call("OM.REMRANGE m [b (d")).isEqualTo(":2\r\n");
        assertThat(call("OM.REMRANGE m [b (d")).isEqualTo(":0\r\n");
        assertThat(call("OM.RANGE m - +")).isEqualTo(array("a", "d", "e"));
    }

    @Test
    void prefixes() {
        assertThat(call("OM.SET m user:1 a user:2 b user; c use d userx e")).isEqualTo(":5\r\n");
        assertThat(call("OM.RANGE m PREFIX user:")).isEqualTo(array("user:1", "user:2"));
        assertThat(call("OM.RANGE m prefix user: REV WITHVALUES")).isEqualTo(array("user:2", "b", "user:1", "a"));
        assertThat(call("OM.COUNT m PREFIX user")).isEqualTo(":4\r\n");
        assertThat(client.call("OM.COUNT", "m", "PREFIX", "")).isEqualTo(":5\r\n");
        assertThat(client.call("OM.SET", "m", "\u00ff\u00ff", "1", "\u00fe", "2")).isEqualTo(":2\r\n");
        assertThat(client.call("OM.COUNT", "m", "PREFIX", "\u00ff")).isEqualTo(":1\r\n");
        assertThat(call("OM.REMRANGE m PREFIX user:")).isEqualTo(":2\r\n");
        assertThat(call("OM.LEN m")).isEqualTo(":5\r\n");
    }

    @Test
    void namesAreInTheOrderOfUnsignedBytes() {
        client.call("OM.SET", "m", "\u0080", "", "\u007f", "", "", "", "a", "", "aa", "", "a\u0000", "");
        assertThat(call("OM.RANGE m - +")).isEqualTo(array("", "a", "a\u0000", "aa", "\u007f", "\u0080"));
    }

    @Test
    void popsFromBothEnds() {
        letters();
        assertThat(call("OM.POPFIRST m")).isEqualTo(array("a", "1"));
        assertThat(call("OM.POPLAST m")).isEqualTo(array("e", "5"));
        assertThat(call("OM.POPFIRST m 2")).isEqualTo(array("b", "2", "c", "3"));
        assertThat(call("OM.POPFIRST m 0")).isEqualTo("*0\r\n");
        assertThat(call("OM.POPFIRST no")).isEqualTo("*0\r\n");
        assertThat(call("OM.POPFIRST m -1")).isEqualTo("-ERR value is out of range, must be positive\r\n");
        assertThat(call("OM.POPFIRST m 1 2")).isEqualTo(SYNTAX);
        assertThat(call("OM.LEN m")).isEqualTo(":1\r\n");
    }

    @Test
    void aWriteIsOneChange() {
        letters();
        assertThat(call("OM.WRITE m SET a 11 DEL b SET z 26 DEL z")).isEqualTo("+OK\r\n");
        assertThat(call("OM.RANGE m - + WITHVALUES")).isEqualTo(array("a", "11", "c", "3", "d", "4", "e", "5"));
        assertThat(call("OM.WRITE m SET a 12 DEL")).isEqualTo(SYNTAX);
        assertThat(call("OM.WRITE m SET a 12 ADD b")).isEqualTo(SYNTAX);
        assertThat(call("OM.GET m a")).isEqualTo("$2\r\n11\r\n");
    }

    @Test
    void aScanComesToEveryEntryOnceWhateverHappensMeanwhile() {
        letters();
        assertThat(call("OM.SCAN m 0 COUNT 2")).isEqualTo("*2\r\n$2\r\n(b\r\n" + array("a", "1", "b", "2"));
        call("OM.DEL m a b");
        assertThat(call("OM.SCAN m (b COUNT 2")).isEqualTo("*2\r\n$2\r\n(d\r\n" + array("c", "3", "d", "4"));
        assertThat(call("OM.SCAN m (d COUNT 2")).isEqualTo("*2\r\n$1\r\n0\r\n" + array("e", "5"));
        assertThat(call("OM.SCAN m (d MATCH x*")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(call("OM.SCAN m 0 MATCH [ce]")).isEqualTo("*2\r\n$1\r\n0\r\n" + array("c", "3", "e", "5"));
        assertThat(call("OM.SCAN m (z")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(call("OM.SCAN no 0")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
        assertThat(call("OM.SCAN m 7")).isEqualTo("-ERR invalid cursor\r\n");
        assertThat(call("OM.SCAN m 0 COUNT 0")).isEqualTo(SYNTAX);
    }

    @Test
    void inResp3EntriesArePairs() {
        letters();
        TestServer.Client resp3 = server.client(Dialect.RESP3);
        assertThat(resp3.line("OM.RANGE m - + LIMIT 0 2 WITHVALUES"))
                .isEqualTo("*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n");
        assertThat(resp3.line("OM.RANGE m - + LIMIT 0 2")).isEqualTo(array("a", "b"));
        assertThat(resp3.line("OM.POPLAST m")).isEqualTo("*1\r\n*2\r\n$1\r\ne\r\n$1\r\n5\r\n");
        assertThat(resp3.line("OM.GET m x")).isEqualTo("_\r\n");
    }

    @Test
    void aPersonCanTypeARange() {
        letters();
        TestServer.Client person = server.client(Dialect.LINE);
        assertThat(person.line("OM.RANGE m [b (d WITHVALUES")).contains("b", "2", "c", "3").doesNotContain("d");
        assertThat(person.line("OM.GET m c")).contains("3");
    }

    @Test
    void otherTypesAreRefused() {
        call("SET s x");
        for (String command : List.of("OM.SET s a 1", "OM.GET s a", "OM.MGET s a", "OM.DEL s a", "OM.EXISTS s a", "OM.LEN s",
                "OM.RANGE s - +", "OM.COUNT s - +", "OM.REMRANGE s - +", "OM.POPFIRST s", "OM.POPLAST s", "OM.SCAN s 0",
                "OM.WRITE s SET a 1", "OM.SET s a 1 XX")) {
            assertThat(call(command)).as(command).isEqualTo(WRONG_TYPE);
        }
        letters();
        assertThat(call("GET m")).isEqualTo(WRONG_TYPE);
        assertThat(call("HGET m a")).isEqualTo(WRONG_TYPE);
    }

    @Test
    void longRepliesAndRanges() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            names.add(Integer.toString(1_000_000 + i));
            call("OM.SET m " + names.get(i) + " v" + i);
        }
        assertThat(call("OM.RANGE m - +")).isEqualTo(array(names.toArray(String[]::new)));
        assertThat(call("OM.RANGE m + - REV LIMIT 9999 2")).isEqualTo(array("1010000", "1009999"));
        assertThat(call("OM.COUNT m [1005000 (1015000")).isEqualTo(":10000\r\n");
        assertThat(call("OM.REMRANGE m [1005000 (1015000")).isEqualTo(":10000\r\n");
        assertThat(call("OM.LEN m")).isEqualTo(":10000\r\n");
        assertThat(call("OM.POPFIRST m 9999")).startsWith("*19998\r\n$7\r\n1000000\r\n$2\r\nv0\r\n");
        assertThat(call("OM.RANGE m - +")).isEqualTo(array("1019999"));
    }

    @Test
    void watchesAndTransactions() {
        letters();
        TestServer.Client other = server.client(Dialect.RESP2);
        call("WATCH m");
        other.line("OM.SET m a 2");
        call("MULTI");
        call("OM.GET m a");
        assertThat(call("EXEC")).isEqualTo("*-1\r\n");
        call("WATCH m");
        other.line("OM.DEL m none");
        call("MULTI");
        call("OM.GET m a");
        assertThat(call("EXEC")).isEqualTo("*1\r\n$1\r\n2\r\n");
    }

    @Test
    void whatIsDoneIsRecordedAndDoesTheSameAgain() {
        List<String> commands = new ArrayList<>();
        List<String[]> recorded = new ArrayList<>();
        ChangeSink sink = (now, effects) -> {
            for (Effect effect : effects) {
                String[] words = new String[effect.words().length];
                for (int i = 0; i < words.length; i++) {
                    words[i] = new String(effect.words()[i], ISO_8859_1);
                }
                recorded.add(words);
                commands.add(words[0]);
            }
            return recorded.size();
        };
        server.state().store().log(sink);
        letters();
        call("OM.SET m b 22 g 7 NX");
        call("OM.GET m a");
        call("OM.DEL m none");
        call("OM.DEL m e");
        call("OM.POPFIRST m 1");
        call("OM.REMRANGE m [d +");
        call("OM.REMRANGE m [d +");
        call("OM.WRITE m SET h 8 DEL c");
        call("OM.WRITE m DEL none");
        server.state().store().log(null);
        assertThat(commands).containsExactly("OM.SET", "OM.SET", "OM.DEL", "OM.POPFIRST", "OM.REMRANGE", "OM.WRITE");
        String digest = call("DEBUG DIGEST FULL");
        call("FLUSHALL");
        recorded.forEach(client::call);
        assertThat(call("OM.RANGE m - + WITHVALUES")).isEqualTo(array("b", "2", "h", "8"));
        assertThat(call("DEBUG DIGEST FULL")).isEqualTo(digest);
    }

    @Test
    void eventsAreThoseOfModules() {
        call("CONFIG SET notify-keyspace-events Ed");
        TestServer.Client listener = server.client(Dialect.RESP2);
        listener.line("PSUBSCRIBE *");
        listener.pushed();
        call("OM.SET m a 1");
        call("OM.SET m a 1 NX");
        call("OM.DEL m a");
        assertThat(listener.pushed()).contains("om.set").contains("om.del").containsOnlyOnce("om.set");
    }

    @Test
    void timeToLiveCopyAndRename() {
        letters();
        call("PEXPIRE m 1000");
        assertThat(call("COPY m n")).isEqualTo(":1\r\n");
        call("OM.SET n a changed");
        assertThat(call("OM.GET m a")).isEqualTo("$1\r\n1\r\n");
        call("RENAME n o");
        assertThat(call("OM.GET o a")).isEqualTo("$7\r\nchanged\r\n");
        server.pass(1001);
        assertThat(call("OM.LEN m")).isEqualTo(":0\r\n");
    }
}
