package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How the reads of a poll reach the server. */
class PollSegmentsTest {

    private static final int REGISTERS = 20;

    /** The sizes of what the server received at once. */
    private final List<Integer> segments = new CopyOnWriteArrayList<>();

    @Test
    void theReadsOfAPollReachTheServerInOneSegment() throws Exception {
        CountDownLatch polls = new CountDownLatch(50);
        GatewayObserver counting = new GatewayObserver() {
            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
                polls.countDown();
            }
        };
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(listener));
            try (Gateway gateway = Gateway.create().addObserver(counting).build()) {
                GatewayEndpoint plant =
                        gateway.endpoint("plant", WwepClient.create("127.0.0.1").port(listener.getLocalPort()));
                GatewayDevice boiler = gateway.device("boiler", plant, DeviceId.of(0x0FAC));
                for (int register = 0; register < REGISTERS; register++) {
                    boiler.watch(Register.uint16(register))
                            .every(Duration.ofMillis(20))
                            .start(reading -> {});
                }
                assertThat(polls.await(60, TimeUnit.SECONDS)).isTrue();
            }
            serving.get(20, TimeUnit.SECONDS);
        }
        // The sending thread may be faster than the one that starts the reads, but seldom is.
        int whole = REGISTERS * WwepRequest.Read.LENGTH;
        assertThat(segments.stream().filter(size -> size == whole).count()).isGreaterThan(25);
    }

    /** Answers the reads on one connection. */
    private void serve(ServerSocket listener) {
        try (Socket connection = listener.accept()) {
            InputStream input = connection.getInputStream();
            byte[] bytes = new byte[4096];
            int from = 0;
            for (int count = input.read(bytes); count > 0; count = input.read(bytes, from, bytes.length - from)) {
                segments.add(count);
                StringBuilder replies = new StringBuilder();
                int end = from + count;
                int at = 0;
                for (; at + WwepRequest.Read.LENGTH <= end; at += WwepRequest.Read.LENGTH) {
                    String read = new String(bytes, at, WwepRequest.Read.LENGTH, StandardCharsets.US_ASCII);
                    replies.append('A').append(read.substring(1)).append("0001");
                }
                from = end - at;
                System.arraycopy(bytes, at, bytes, 0, from);
                connection.getOutputStream().write(replies.toString().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
