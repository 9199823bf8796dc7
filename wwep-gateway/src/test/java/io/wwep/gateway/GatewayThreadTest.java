package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread that starts all polls. */
class GatewayThreadTest {

    @Test
    void anInterruptDoesNotKeepTheThreadFromParking() throws Exception {
        GatewayThread thread = new GatewayThread(InstantSource.system());
        thread.start();
        try {
            CompletableFuture<Thread> itself = new CompletableFuture<>();
            thread.execute(() -> {
                itself.complete(Thread.currentThread());
                Thread.currentThread().interrupt();
            });
            Thread interrupted = itself.get(20, TimeUnit.SECONDS);
            untilItWaits(interrupted);
            assertThat(interrupted.isInterrupted()).isFalse();

            interrupted.interrupt(); // while it is parked

            while (interrupted.isInterrupted()) {
                Thread.onSpinWait();
            }
            untilItWaits(interrupted);
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            thread.execute(() -> next.complete(Thread.currentThread().isInterrupted()));
            assertThat(next.get(20, TimeUnit.SECONDS)).isFalse();
        } finally {
            thread.close(TimeUnit.SECONDS.toNanos(20));
        }
    }

    private static void untilItWaits(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void pollsContinueIfAnObserverInterruptsTheirThread() throws Exception {
        BlockingQueue<Boolean> succeeded = new LinkedBlockingQueue<>();
        GatewayObserver interrupting = new GatewayObserver() {
            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean success) {
                succeeded.add(success);
                Thread.currentThread().interrupt();
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().addObserver(interrupting).build()) {
            gateway.device("boiler", gateway.endpoint("plant", server.client()), DeviceId.of(0x0FAC))
                    .watch(Register.uint16(0x0B))
                    .every(Duration.ofMillis(10))
                    .start(reading -> {});
            for (int i = 0; i < 5; i++) {
                assertThat(succeeded.poll(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
