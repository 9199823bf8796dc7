package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepTimeoutException;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Changes of parts of registers. */
class RegisterLocksTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);

    /** A thread for each task, since they wait for each other. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aChangeOfPartOfARegisterExcludesOtherWritesOfThatRegisterOnly() throws Exception {
        RegisterLocks locks = new RegisterLocks(LONG);
        CompletableFuture<Void> same;
        RegisterLocks.Held held = locks.own(BOILER, 5, 1);
        try {
            same = onAnotherThread(() -> locks.share(BOILER, 4, 2).unlock());

            onAnotherThread(() -> locks.own(BOILER, 6, 2).unlock()).get(20, TimeUnit.SECONDS);
            onAnotherThread(() -> locks.own(DeviceId.of(1), 5, 1).unlock()).get(20, TimeUnit.SECONDS);
            assertThat(same).isNotDone();
        } finally {
            held.unlock();
        }
        same.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aWriteWaitsForAnotherOnlyUntilTheDeadline() throws Exception {
        RegisterLocks locks = new RegisterLocks(Duration.ofMillis(50));
        RegisterLocks.Held held = locks.own(BOILER, 6, 1);

        CompletableFuture<Void> waiting =
                onAnotherThread(() -> locks.share(BOILER, 5, 2).unlock());

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(WwepTimeoutException.class)
                .withMessage(
                        "nothing was sent: another write of register 06 of device 0FAC through this endpoint has not"
                                + " ended within 50 ms, the client's deadline")
                .extracting(cause -> ((WwepException) cause).delivery())
                .isEqualTo(Delivery.NOT_SENT);
        onAnotherThread(() -> locks.own(BOILER, 5, 1).unlock()).get(20, TimeUnit.SECONDS);
        held.unlock();
    }

    @Test
    void aWriteThatWaitsForAnotherCanBeInterrupted() throws Exception {
        RegisterLocks locks = new RegisterLocks(LONG);
        RegisterLocks.Held held = locks.own(BOILER, 5, 1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Void> waiting = onAnotherThread(() -> {
            thread.complete(Thread.currentThread());
            try {
                locks.own(BOILER, 5, 1).unlock();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        });

        thread.get(20, TimeUnit.SECONDS).interrupt();

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(WwepInterruptedException.class)
                .withMessageContaining("nothing was sent");
        held.unlock();
    }

    @Test
    void aWriteBehindOneWhoseServerIsMuteCanBeInterrupted() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            // The first write waits for its reply for an hour, the second for the first.
            server.fault(Fault.stall().afterRequest().untilCleared());
            GatewayEndpoint plant =
                    gateway.endpoint("plant", server.client().replyTimeout(LONG).deadline(LONG));
            GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
            CompletableFuture<Void> first = onAnotherThread(() -> boiler.write(Register.bit(5, 0), true));
            server.takeRequest(Duration.ofSeconds(20));
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            CompletableFuture<Void> second = onAnotherThread(() -> {
                thread.complete(Thread.currentThread());
                boiler.write(Register.bit(5, 1), true);
            });

            thread.get(20, TimeUnit.SECONDS).interrupt();

            assertThat(second)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(WwepInterruptedException.class);
            assertThat(first).isNotDone();
            plant.remove();
            assertThat(first).failsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void noBitIsLostIfManyThreadsSetBitsOfOneRegister() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int bit = 0; bit < 16; bit++) {
                Register<Boolean> flag = Register.bit(5, bit);
                writes.add(onAnotherThread(() -> boiler.write(flag, true)));
            }
            for (CompletableFuture<Void> write : writes) {
                write.get(20, TimeUnit.SECONDS);
            }
            assertThat(server.find(0x0FAC, 5)).hasValue(0xFFFF);
        }
    }

    /** Something that fails as a call of a device does. */
    private interface Call {
        void run() throws WwepException;
    }

    private static CompletableFuture<Void> onAnotherThread(Call call) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        THREADS.execute(() -> {
            try {
                call.run();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }
}
