package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The silence of a connection whose TLS handshake took long. */
class TlsSilenceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SSLContext identity =
            IssuedCertificate.named("server").selfSigned().sslContext();

    private static Settings settings(int port) {
        Settings plain = EngineSettings.local(port, LIMIT, null, new Resources(Thread::new));
        return new Settings(
                plain.address(),
                plain.limits(),
                plain.sockets(),
                WwepTls.unverified(),
                plain.sending(),
                plain.reconnecting(),
                plain.executor(),
                plain.resources());
    }

    /** Accepts a connection, and completes its handshake after more than the longest round trip that the client assumes. */
    private void shakeHandsSlowly(ServerSocket listener) {
        try (Socket accepted = listener.accept()) {
            assertThat(new CountDownLatch(1).await(60, TimeUnit.MILLISECONDS)).isFalse();
            accepted.setSoTimeout((int) LIMIT.toMillis());
            SSLSocket tls = (SSLSocket) identity.getSocketFactory().createSocket(accepted, null, true);
            assertThat(tls.getInputStream().read()).isEqualTo(-1);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theHandshakeIsNoRoundTripForWhichTheFirstRequestMustWait() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> shakeHandsSlowly(listener), "server");
            server.start();

            Connection connection =
                    new Dialer(settings(listener.getLocalPort()), new Closing()).dial(new Deadline(LIMIT));

            long now = System.nanoTime();
            long opened = now - connection.idle(now);
            connection.close();
            server.join();

            long later = opened + TimeUnit.MILLISECONDS.toNanos(51);
            assertThat(connection.silence().untilAnswered(later)).isZero();
        }
    }
}
