package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * An idle connection keeps no buffers, whoever used it: a few connections would otherwise hold all direct buffers of the process.
 */
class ReleasedBuffersTest {

    /** More than can have two direct buffers each. */
    private static final int CLIENTS = 40;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final WwepRequest READ = WwepRequest.read(SampleCalls.DEVICE, 0x0B);
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").selfSigned();

    private final Resources resources = new Resources(Thread::new);
    private final List<Endpoint> clients = new ArrayList<>();
    private final List<Socket> servers = new ArrayList<>();

    /** Makes exchanges with many clients, each on its connection; returns once they have given all buffers back. */
    private void exchangeAndRelease(@Nullable WwepTls tls, int exchanges) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Endpoint(
                        EngineSettings.local(listener.getLocalPort(), LIMIT, tls, null, resources),
                        ConnectionBehavior.KEEP_ALIVE,
                        new ListenerDispatcher(List.of(), Runnable::run),
                        List.of()));
            }
            for (int i = 0; i < exchanges; i++) {
                for (int client = 0; client < CLIENTS; client++) {
                    exchange(client, listener, tls);
                }
                assertThat(allReturned()).succeedsWithin(LIMIT);
            }
        } finally {
            clients.forEach(Endpoint::close);
            for (Socket server : servers) {
                server.close();
            }
        }
    }

    private void exchange(int client, ServerSocket listener, @Nullable WwepTls tls) throws Exception {
        CompletableFuture<WwepReply> future = clients.get(client).exchangeAsync(READ, LIMIT, reply -> reply);
        if (client == servers.size()) {
            Socket accepted = listener.accept();
            servers.add(tls == null ? accepted : secured(accepted));
        }
        Socket server = servers.get(client);
        var unused = server.getInputStream().readNBytes(WwepRequest.Read.LENGTH);
        if (client == 0) {
            // For a later one, none may be left.
            assertThat(DirectBuffers.lent()).isPositive();
        }
        server.getOutputStream().write("A0FAC0B1234".getBytes(StandardCharsets.US_ASCII));
        assertThat(future.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
    }

    private static Socket secured(Socket accepted) throws IOException {
        SSLSocket secured = (SSLSocket) SERVER.sslContext().getSocketFactory().createSocket(accepted, null, true);
        secured.startHandshake();
        return secured;
    }

    /** Returns what the loop completes once the clients have no buffers any more. */
    private CompletableFuture<String> allReturned() throws IOException {
        CompletableFuture<String> returned = new CompletableFuture<>();
        EventLoop loop = resources.acquire();
        EventLoop.Handler check = new EventLoop.Handler() {
            @Override
            void ready(SelectionKey key) {}

            @Override
            void expire(long now) {}

            @Override
            boolean sweep(long now) {
                if (DirectBuffers.lent() == 0) {
                    returned.complete("returned");
                }
                return !returned.isDone();
            }
        };
        loop.execute(() -> loop.sweep(check));
        resources.release();
        return returned;
    }

    @Test
    void afterAFutureThatTheLoopSent() throws Exception {
        exchangeAndRelease(null, 1);
    }

    @Test
    void afterAFutureThatTheLoopSentOverTls() throws Exception {
        exchangeAndRelease(WwepTls.trustingPem(SERVER.certificatePem()), 1);
    }

    @Test
    void afterAFutureThatItsCallerSent() throws Exception {
        exchangeAndRelease(null, 3);
    }

    @Test
    void afterAFutureThatItsCallerSentOverTls() throws Exception {
        exchangeAndRelease(WwepTls.trustingPem(SERVER.certificatePem()), 3);
    }

    /** No selector can wait for the sockets of an application's factory. */
    @Test
    void afterACallOnASocketThatASeparateThreadReads() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            BackgroundReader background = new BackgroundReader(socket);
            MemoryTransport transport = new MemoryTransport(background);
            LeaseHarness client = new LeaseHarness(transport);
            try {
                for (int i = 0; i < 3; i++) {
                    CompletableFuture<WwepReply> reply = client.callInThread(READ);
                    assertThat(transport.awaitWritten(WwepRequest.Read.LENGTH)).isEqualTo("R0FAC0B");
                    transport.reply("A0FAC0B1234");
                    assertThat(reply.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
                    client.loop.watch().noteUse();
                    transport.awaitReleased();
                }
            } finally {
                background.close();
                client.closing.begin();
                client.loop.close();
            }
        }
    }
}
