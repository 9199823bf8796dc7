package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Closing a gateway whose servers are silent, each in its own way, with limits far beyond the test's. */
class GatewayCloseTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    @Test
    void closeDoesNotWaitForServersThatLeaveConnectionsUnanswered() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        // A listener whose queue is full neither accepts nor refuses connections.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, waiting);
            closes(() -> WwepClient.create("127.0.0.1").port(full.getLocalPort()), () -> true);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fill(ServerSocket listener, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        assumeTrue(false, "this system's listeners take connections beyond their queue");
    }

    @Test
    void closeDoesNotWaitForServersThatAreMute() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.fault(Fault.stall().afterRequest().untilCleared());
            closes(server::client, () -> server.openConnections() > 0);
        }
    }

    @Test
    void closeDoesNotWaitForServersThatStallInTheHandshake() throws Exception {
        try (WwepTestServer server = WwepTestServer.startTls()) {
            server.fault(Fault.stall().inHandshake().untilCleared());
            closes(server::client, () -> server.openConnections() > 0);
        }
    }

    /** Closes a gateway that polls, reads and writes through many endpoints with such clients. */
    private static void closes(Supplier<WwepClientBuilder> client, Supplier<Boolean> isUnderWay) throws Exception {
        Gateway gateway = Gateway.create().build();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            GatewayEndpoint endpoint = gateway.endpoint(
                    "e" + i,
                    client.get()
                            .connectTimeout(HOUR)
                            .handshakeTimeout(HOUR)
                            .replyTimeout(HOUR)
                            .deadline(HOUR));
            GatewayDevice device = gateway.device("d" + i, endpoint, BOILER);
            device.watch(LEVEL).every(Duration.ofMillis(10)).start(reading -> {});
            if (i < 3) {
                calls.add(failing(() -> device.read(LEVEL)));
                calls.add(failing(() -> device.write(Register.bit(5, 0), true)));
                calls.add(failing(() -> device.write(Register.bit(5, 1), true)));
            }
        }
        while (!isUnderWay.get()) {
            Thread.onSpinWait();
        }

        CompletableFuture.runAsync(gateway::close).get(20, TimeUnit.SECONDS);

        for (CompletableFuture<Void> call : calls) {
            assertThat(call)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOfAny(WwepException.class, IllegalStateException.class);
        }
    }

    /** A call of a device. */
    private interface Call {
        void run() throws WwepException;
    }

    private static CompletableFuture<Void> failing(Call call) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        call.run();
                        outcome.complete(null);
                    } catch (WwepException | RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                })
                .start();
        return outcome;
    }
}
