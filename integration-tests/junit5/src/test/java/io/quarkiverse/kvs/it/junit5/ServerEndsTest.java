package io.quarkiverse.kvs.it.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;

/** JUnit 5 closes the server at the end of a run. */
class ServerEndsTest {

    private static int port;

    @Test
    void withTheRun() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Inner.class))
                .build();
        SummaryGeneratingListener result = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, result);
        result.getSummary().printFailuresTo(new PrintWriter(System.out, true, Charset.defaultCharset()));
        assertThat(result.getSummary().getTestsSucceededCount()).isEqualTo(1);
        assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    @KvsTest
    @Tag("inner")
    static class Inner {

        @Test
        void uses(KvsTestServer kvs) throws IOException {
            port = kvs.port();
            connect(port);
        }
    }
}
