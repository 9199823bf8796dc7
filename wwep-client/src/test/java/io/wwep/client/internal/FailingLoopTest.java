package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A loop whose selector fails continues with another one: its clients notice nothing, and it ends with the last of them. */
class FailingLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final WwepRequest READ = WwepRequest.read(DeviceId.of(0x0FAC), 0x0B);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Resources resources = new Resources((work, name) -> {
        Thread thread = new Thread(work, name);
        threads.add(thread);
        return thread;
    });

    private Endpoint client(ServerSocket listener) {
        return new Endpoint(
                EngineSettings.local(listener.getLocalPort(), LIMIT, null, resources),
                ConnectionBehavior.KEEP_ALIVE,
                new ListenerDispatcher(List.of(), Runnable::run),
                List.of());
    }

    /** Returns once the loop waits again, or has ended. */
    private void failSelector() throws Exception {
        EventLoop loop = resources.acquire();
        try {
            CompletableFuture<Thread> failing = new CompletableFuture<>();
            loop.execute(() -> {
                failing.complete(Thread.currentThread());
                throw new ClosedSelectorException();
            });
            Thread thread = failing.get(20, TimeUnit.SECONDS);
            while (thread.isAlive() && !isSelecting(thread)) {
                Thread.onSpinWait();
            }
        } finally {
            resources.release();
        }
    }

    private static boolean isSelecting(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("select"));
    }

    private static void serve(Socket socket) throws IOException {
        var unused = socket.getInputStream().readNBytes(WwepRequest.Read.LENGTH);
        socket.getOutputStream().write("A0FAC0B1234".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theNewSelectorServesTheCallsInFlight() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint client = client(listener);
            try {
                CompletableFuture<WwepReply> future = client.exchangeAsync(READ, LIMIT, reply -> reply);
                try (Socket socket = listener.accept()) {
                    CompletableFuture<WwepReply> second;
                    serve(socket);
                    assertThat(future.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
                    second = client.exchangeAsync(READ, LIMIT, reply -> reply);
                    failSelector();
                    serve(socket);
                    assertThat(second.get(10, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
                }
            } finally {
                client.close();
            }
        }
    }

    @Test
    void theLoopEndsWithItsLastClient() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                Endpoint client = client(listener);
                CompletableFuture<WwepReply> future = client.exchangeAsync(READ, LIMIT, reply -> reply);
                try (Socket socket = listener.accept()) {
                    serve(socket);
                    assertThat(future.get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
                    if (i == 0) {
                        failSelector();
                    }
                } finally {
                    client.close();
                }
            }
            for (Thread thread : threads) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
