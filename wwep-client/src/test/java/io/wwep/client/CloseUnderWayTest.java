package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that are closed with calls in flight, whose deadlines are far off. */
class CloseUnderWayTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final int CLIENTS = 200;
    private static final int ROUNDS = 300;

    /** Accepts connections, and is silent on them. */
    private static ServerSocket mute() throws Exception {
        return new ServerSocket(0, 2 * CLIENTS, InetAddress.getLoopbackAddress());
    }

    private static WwepClientBuilder patient(String address, int port) {
        return WwepClient.create(address)
                .port(port)
                .connectTimeout(Duration.ofHours(1))
                .handshakeTimeout(Duration.ofHours(1))
                .replyTimeout(Duration.ofHours(1))
                .deadline(Duration.ofHours(1));
    }

    private static List<Thread> threadsOfClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("wwep-"))
                .toList();
    }

    /** Closes a client while a worker is stuck in this factory; the executor completes nothing. */
    private static void failsAFuture(GatedSockets stuck, Executor executor) throws Exception {
        try (ServerSocket mute = mute()) {
            WwepClient client = patient("127.0.0.1", mute.getLocalPort())
                    .socketFactory(stuck)
                    .executor(executor)
                    .build();
            CompletableFuture<String> future = client.exchangeAsync(WRITE).thenApply(WwepReply::toString);
            stuck.asked.await();
            Set<Thread> loops = threadsOfClients().stream()
                    .filter(thread -> thread.getName().equals("wwep-loop"))
                    .collect(Collectors.toSet());

            client.close();

            assertThat(future)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepConnectionLostException.class)
                    .withMessageContaining("the client is closed");
            assertThat(loops).hasSize(1);
            for (Thread loop : loops) {
                loop.join(20_000);
                assertThat(loop.isAlive()).isFalse();
            }
        } finally {
            stuck.gate.countDown();
        }
    }

    @Test
    void aFutureFailsWhileItsWorkerIsStuckInASocketFactory() throws Exception {
        failsAFuture(new GatedSockets(), ForkJoinPool.commonPool());
    }

    @Test
    void aFutureFailsWhileItsWorkerAndTheExecutorAreStuck() throws Exception {
        failsAFuture(new GatedSockets(), work -> {});
    }

    @Test
    void aFutureFailsAtOnceWhileItsTlsContextIsBeingSupplied() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WwepTls tls = WwepTls.of(() -> {
            asked.countDown();
            Caller.await(goOn);
            throw new IllegalStateException("no context");
        });
        try (ServerSocket mute = mute()) {
            WwepClient client =
                    patient("127.0.0.1", mute.getLocalPort()).tls(tls).build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            asked.await();

            client.close();

            assertThat(future)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepConnectionLostException.class);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void noThreadOfTheClientsRemains() throws Exception {
        List<WwepClient> clients = new ArrayList<>();
        List<CompletableFuture<WwepReply>> futures = new ArrayList<>();
        List<Caller> callers = new ArrayList<>();
        try (ServerSocket mute = mute();
                SilentListener silent = new SilentListener("127.0.0.2", 0)) {
            for (int i = 0; i < CLIENTS; i++) {
                WwepClientBuilder builder =
                        i % 4 == 0 ? patient("127.0.0.2", silent.port()) : patient("127.0.0.1", mute.getLocalPort());
                WwepClient client =
                        i % 4 == 1 ? builder.tls(WwepTls.unverified()).build() : builder.build();
                clients.add(client);
                if (i % 8 < 6) {
                    futures.add(client.exchangeAsync(WRITE));
                    futures.add(client.exchangeAsync(WRITE));
                } else {
                    callers.add(Caller.of(() -> client.exchange(WRITE)));
                }
            }
            clients.forEach(WwepClient::close);
            for (CompletableFuture<WwepReply> future : futures) {
                assertThat(future)
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withCauseInstanceOf(WwepConnectionLostException.class);
            }
            for (Caller caller : callers) {
                assertThat(caller.failure()).isInstanceOf(WwepConnectionLostException.class);
            }
            for (Thread thread : threadsOfClients()) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void aCallEndsAtOnceWheneverTheClientIsClosed() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (ServerSocket mute = mute()) {
                WwepClient client = patient("127.0.0.1", mute.getLocalPort()).build();
                Caller caller = Caller.of(() -> client.exchange(WRITE));
                CompletableFuture<WwepReply> future = i % 2 == 0 ? client.exchangeAsync(WRITE) : null;
                for (int spin = 0; spin < 100 * i; spin++) {
                    Thread.onSpinWait();
                }
                client.close();
                assertThat(caller.failure()).isInstanceOf(WwepConnectionLostException.class);
                if (future != null) {
                    assertThat(future).failsWithin(20, TimeUnit.SECONDS);
                }
            }
        }
    }
}
