package io.wwep.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what clients and servers report to a {@link WireListener}. */
class WireListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Keeps the events as text. */
    private static final class Events implements WireListener {

        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
        private final BlockingQueue<InetSocketAddress> addresses = new LinkedBlockingQueue<>();

        @Override
        public Connection opened(InetSocketAddress local, InetSocketAddress remote) {
            all.add("opened");
            addresses.add(local);
            addresses.add(remote);
            return new Connection() {

                @Override
                public void received(byte[] bytes, int from, int length) {
                    all.add("received " + new String(bytes, from, length, ISO_8859_1));
                }

                @Override
                public void sent(byte[] bytes, int from, int length) {
                    all.add("sent " + new String(bytes, from, length, ISO_8859_1));
                }

                @Override
                public void receivedEnd() {
                    all.add("received the end");
                }

                @Override
                public void sentEnd() {
                    all.add("sent the end");
                }

                @Override
                public void closed() {
                    all.add("closed");
                }
            };
        }

        void assertNext(String... expected) throws InterruptedException {
            for (String each : expected) {
                assertThat(all.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(each);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientReportsItsBytesDecryptedAndWhenItCloses(boolean overTls) throws Exception {
        Events events = new Events();
        try (WwepTestServer server = overTls ? WwepTestServer.startTls() : WwepTestServer.start()) {
            try (WwepClient client =
                    server.client().mode(ConnectionMode.PERSISTENT).wire(events).build()) {
                client.write(0x0FAC, 0x0B, 0x1234);
                events.assertNext("opened", "sent W0FAC0B1234", "received A0FAC0B1234");
                assertThat(client.readAsync(0x0FAC, 0x0B).get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(0x1234);
                events.assertNext("sent R0FAC0B", "received A0FAC0B1234");
            }
            events.assertNext("closed");
            assertThat(events.all).isEmpty();
            assertThat(events.addresses.remove().getPort()).isPositive();
            assertThat(events.addresses.remove().getPort()).isEqualTo(server.port());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerReportsItsBytesDecryptedAndThatTheClientClosed(boolean overTls, @TempDir Path folder) throws Exception {
        Events events = new Events();
        IssuedCertificate own =
                IssuedCertificate.named("server").names("127.0.0.1").selfSigned();
        WwepServerBuilder builder = WwepServer.create().wire(events);
        if (overTls) {
            builder.tls(0, TlsIdentity.of(own.chainFile(folder), own.keyFile(folder)));
        } else {
            builder.plain(0);
        }
        try (WwepServer server = builder.start()) {
            int port = overTls ? server.tlsPort() : server.port();
            WwepClientBuilder settings =
                    WwepClient.create("127.0.0.1").port(port).mode(ConnectionMode.ONE_SHOT);
            if (overTls) {
                settings.tls(WwepTls.trustingPem(own.certificatePem()));
            }
            try (WwepClient client = settings.build()) {
                client.write(0x0FAC, 0x0B, 0x1234);
            }
            events.assertNext("opened", "received W0FAC0B1234", "sent A0FAC0B1234", "received the end", "closed");
            assertThat(events.addresses.remove().getPort()).isEqualTo(port);
            assertThat(events.addresses.remove().getPort()).isPositive();
        }
        assertThat(events.all).isEmpty();
    }

    @Test
    void aServerReportsThatItEndedTheConnectionAfterAnIllegalMessage() throws Exception {
        Events events = new Events();
        try (WwepServer server = WwepServer.create().wire(events).plain(0).start();
                WwepClient client =
                        WwepClient.create("127.0.0.1").port(server.port()).build()) {
            client.exchange(WwepRequest.raw("hello"));
            events.assertNext("opened", "received hello", "sent X", "sent the end", "closed");
        }
    }

    @Test
    void aListenerThatThrowsChangesNothingAndIsLoggedOnce() throws Exception {
        WireListener broken = (local, remote) -> new WireListener.Connection() {

            @Override
            public void received(byte[] bytes, int from, int length) {
                throw new AssertionError("broken");
            }

            @Override
            public void sent(byte[] bytes, int from, int length) {
                throw new IllegalStateException("broken");
            }
        };
        try (LogCapture log = new LogCapture("io.wwep");
                WwepServer server = WwepServer.create().wire(broken).plain(0).start();
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(server.port())
                        .wire(broken)
                        .build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            List<String> warnings = log.warnings().stream()
                    .filter(line -> line.contains("wire listener"))
                    .toList();
            assertThat(warnings).hasSize(2);
        }
    }

    @Test
    void aListenerMayIgnoreConnections() throws Exception {
        WireListener deaf = new WireListener() {
            @Override
            public @Nullable Connection opened(InetSocketAddress local, InetSocketAddress remote) {
                return null;
            }
        };
        try (WwepServer server = WwepServer.create().wire(deaf).plain(0).start();
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(server.port())
                        .wire(deaf)
                        .build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
        }
    }
}
