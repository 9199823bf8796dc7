package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.HostResolver;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections for futures, which the event loop opens. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class FutureDialTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final int CLIENTS = 60;

    /** Far fewer than one for each server. On an idle machine, there are the event loop and a few workers. */
    private static final int FEW = CLIENTS / 4;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** Counts their threads. */
    private final WwepResources resources = WwepResources.create((work, name) -> {
        Thread thread = new Thread(
                () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    try {
                        work.run();
                    } finally {
                        running.decrementAndGet();
                    }
                },
                name);
        threads.add(thread);
        return thread;
    });

    @AfterEach
    void close() {
        resources.close();
    }

    /** A server that sends the same few bytes on each connection, and nothing more. */
    private static final class Stalling implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 2 * CLIENTS, InetAddress.getLoopbackAddress());
        private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
        private final Thread thread;

        Stalling(byte... greeting) throws IOException {
            thread = new Thread(() -> accept(greeting), "stalling");
            thread.start();
        }

        private void accept(byte... greeting) {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    socket.getOutputStream().write(greeting);
                    accepted.add(socket);
                }
            } catch (IOException e) {
                // It is closed.
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        Socket next() throws InterruptedException {
            Socket socket = accepted.poll(20, TimeUnit.SECONDS);
            assertThat(socket).as("a connection").isNotNull();
            return socket;
        }

        @Override
        public void close() throws Exception {
            listener.close();
            thread.join();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    /** Silent in a TLS handshake. */
    private static Stalling mute() throws IOException {
        return new Stalling();
    }

    /** Begins a TLS record, and never completes it. */
    private static Stalling inMidRecord() throws IOException {
        return new Stalling(new byte[] {0x16, 3, 3, 0x40, 0, 2});
    }

    private WwepClientBuilder to(String address, int port) {
        return WwepClient.create(address).port(port).resources(resources);
    }

    private WwepClientBuilder patient(String address, int port) {
        return to(address, port)
                .connectTimeout(Duration.ofHours(1))
                .handshakeTimeout(Duration.ofHours(1))
                .replyTimeout(Duration.ofHours(1))
                .deadline(Duration.ofHours(1));
    }

    private static void assertLost(CompletableFuture<WwepReply> future, String message) {
        assertThat(future)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(WwepConnectionLostException.class)
                .withMessageContaining(message);
    }

    private static void assertServed(WwepClient client) {
        assertThat(client.exchangeAsync(READ))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .hasToString("A0FAC0B1234");
    }

    @Test
    void silentServersOccupyNoThreadsAndDelayNoOtherServer() throws Exception {
        WwepTls tls = WwepTls.unverified();
        List<CompletableFuture<WwepReply>> futures = new ArrayList<>();
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                Stalling mute = mute();
                Stalling inMidRecord = inMidRecord();
                ScriptedPeer peer = new ScriptedPeer(accepting())) {
            for (int i = 0; i < CLIENTS; i++) {
                futures.add(patient("127.0.0.2", silent.port()).build().exchangeAsync(READ));
                futures.add(patient("127.0.0.1", mute.port()).tls(tls).build().exchangeAsync(READ));
                futures.add(patient("127.0.0.1", inMidRecord.port())
                        .tls(tls)
                        .build()
                        .exchangeAsync(READ));
            }
            for (int i = 0; i < CLIENTS; i++) {
                mute.next().close();
                inMidRecord.next().close();
            }
            assertServed(peer.client().resources(resources).build());
            assertThat(most.get()).isLessThanOrEqualTo(FEW);
            resources.close();
            assertThat(futures).allSatisfy(future -> assertThat(future).failsWithin(20, TimeUnit.SECONDS));
        }
    }

    /** Returns the part of a failure that does not depend on times. */
    private static String withoutTimes(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .replaceAll("(queue|resolve|connect) \\d+ ms, ", "")
                .replaceAll("\\d+ ms", "N ms");
    }

    private static void assertFailsAsACall(WwepClientBuilder builder) throws Exception {
        builder.deadline(Duration.ofSeconds(1)).reconnect(failures -> Duration.ZERO);
        try (WwepClient client = builder.build()) {
            Throwable ofACall = Caller.of(() -> client.exchange(READ)).failure();
            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(ofACall.getClass())
                    .satisfies(failure -> assertThat(withoutTimes(failure)).isEqualTo(withoutTimes(ofACall)));
        }
    }

    @Test
    void aFutureFailsByItsDeadlineLikeACallIfNothingAnswers() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0)) {
            assertFailsAsACall(patient("127.0.0.2", silent.port()));
        }
    }

    @Test
    void aFutureFailsByItsDeadlineLikeACallInAHandshake() throws Exception {
        try (Stalling server = inMidRecord()) {
            assertFailsAsACall(patient("127.0.0.1", server.port()).tls(WwepTls.unverified()));
        }
    }

    @Test
    void aFutureFailsByItsDeadlineLikeACallInALookup() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        assertFailsAsACall(
                patient("slow.test", 1).lookupTimeout(Duration.ofHours(1)).resolver(waitingFor(never)));
    }

    @Test
    void aFutureFailsLikeACallIfNothingListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertFailsAsACall(patient("127.0.0.1", port));
    }

    @Test
    void closingTheClientEndsAHandshakeAndItsConnection() throws Exception {
        try (Stalling server = inMidRecord()) {
            WwepClient client = patient("127.0.0.1", server.port())
                    .tls(WwepTls.unverified())
                    .build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            try (Socket socket = server.next()) {
                socket.setSoTimeout(20_000);
                // Its first message: the handshake has begun.
                assertThat(socket.getInputStream().read()).isEqualTo(0x16);

                client.close();

                assertLost(future, "the client was closed while in the TLS handshake with");
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void closingTheClientEndsAConnectAtOnce() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0)) {
            WwepClient client = patient("127.0.0.2", silent.port()).build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            client.close();
            assertLost(future, "the client");
        }
    }

    @Test
    void closingTheClientEndsTheWaitForALookup() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        WwepClient client = patient("slow.test", 1)
                .lookupTimeout(Duration.ofHours(1))
                .resolver(host -> {
                    asked.countDown();
                    return waitingFor(never).resolve(host);
                })
                .build();
        CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        client.close();
        assertLost(future, "the client was closed while looking up slow.test");
    }

    private static HostResolver waitingFor(CountDownLatch latch) {
        return host -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
    }

    private long lookups() {
        return threads.stream()
                .filter(thread -> thread.getName().startsWith("wwep-lookup"))
                .count();
    }

    @Test
    void aLookupThatHangsDelaysNeitherAnAddressNorAnotherHost() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedPeer one = new ScriptedPeer(accepting());
                ScriptedPeer other = new ScriptedPeer(accepting());
                ScriptedPeer third = new ScriptedPeer(accepting())) {
            WwepClient slow = patient("slow.test", one.port())
                    .lookupTimeout(Duration.ofHours(1))
                    .resolver(waitingFor(answer))
                    .build();
            CompletableFuture<WwepReply> hanging = slow.exchangeAsync(READ);
            assertServed(other.client().resources(resources).build());
            assertServed(to("swift.test", third.port())
                    .resolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                    .build());
            assertThat(hanging).isNotDone();
            answer.countDown();
            assertThat(hanging).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientsOfOneHostShareItsLookup() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        HostResolver resolver = waitingFor(answer);
        try (ScriptedPeer one = new ScriptedPeer(accepting());
                ScriptedPeer other = new ScriptedPeer(accepting())) {
            List<CompletableFuture<WwepReply>> futures = new ArrayList<>();
            for (ScriptedPeer peer : List.of(one, other)) {
                futures.add(patient("slow.test", peer.port())
                        .lookupTimeout(Duration.ofHours(1))
                        .resolver(resolver)
                        .build()
                        .exchangeAsync(READ));
            }
            // By now the loop has looked after both.
            try (ScriptedPeer last = new ScriptedPeer(accepting())) {
                assertServed(last.client().resources(resources).build());
            }
            answer.countDown();
            assertThat(futures).allSatisfy(future -> assertThat(future).succeedsWithin(20, TimeUnit.SECONDS));
            assertThat(lookups()).isEqualTo(1);
        }
    }

    @Test
    void futuresFailAtOnceWithTheLastCauseUntilTheNextAttempt() throws Exception {
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        List<Integer> told = new CopyOnWriteArrayList<>();
        WwepClient client = patient("127.0.0.1", port)
                .reconnect(failures -> {
                    told.add(failures);
                    return Duration.ofHours(1);
                })
                .build();
        assertThat(client.exchangeAsync(READ)).failsWithin(20, TimeUnit.SECONDS);
        for (int i = 0; i < 2; i++) {
            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("Connection refused")
                    .withMessageContaining("(attempt 1, ");
        }
        assertThat(told).containsExactly(1);
        assertThat(client.statistics().connectsFailed()).isEqualTo(1);
    }

    @Test
    void aFutureThatWaitsForTheNextAttemptHoldsNoThread() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        WwepClient client = patient("127.0.0.1", port)
                .reconnect(failures -> Duration.ofMinutes(30))
                .awaitReconnect(true)
                .build();
        assertThat(client.exchangeAsync(READ)).failsWithin(20, TimeUnit.SECONDS);
        CompletableFuture<WwepReply> waiting = client.exchangeAsync(READ);
        for (Thread thread : threads) {
            if (thread.getName().equals("wwep-worker")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
        assertThat(waiting).isNotDone();
        client.close();
        assertLost(waiting, "the client is closed");
    }

    @Test
    void aFutureIsServedByTheNextAttemptItWaitsFor() throws Exception {
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        WwepClient client = to("127.0.0.1", port)
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30))
                .reconnect(failures -> Duration.ofMillis(20))
                .awaitReconnect(true)
                .build();
        assertThat(client.exchangeAsync(READ)).failsWithin(20, TimeUnit.SECONDS);
        try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
            assertServed(client);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void anErrorOfTheTlsContextSupplierFailsEachAffectedFuture() throws Exception {
        Supplier<SSLContext> broken = () -> {
            throw new AssertionError("no context");
        };
        try (Stalling server = mute()) {
            WwepClient client = patient("127.0.0.1", server.port())
                    .tls(WwepTls.of(broken))
                    .reconnect(failures -> Duration.ZERO)
                    .build();
            for (int i = 0; i < 2; i++) {
                assertThat(client.exchangeAsync(READ))
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .havingRootCause()
                        .withMessage("no context");
            }
        }
    }

    @Test
    void aPolicyThatBlocksDelaysNoOtherClient() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient client = patient("127.0.0.1", port)
                    .reconnect(failures -> {
                        asked.countDown();
                        Caller.await(goOn);
                        return Duration.ZERO;
                    })
                    .build();
            CompletableFuture<WwepReply> future = client.exchangeAsync(READ);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            assertServed(peer.client().resources(resources).build());
            goOn.countDown();
            assertThat(future).failsWithin(20, TimeUnit.SECONDS);
        }
    }
}
