package io.wwep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a client against a server, in every combination of mode, profile and transport. Subclasses choose the
 * combination.
 *
 * <p>Under the course profile, an exchange takes 100 ms, so fewer rounds are run.
 */
abstract class ClientServerContract {

    /** How the client connects. */
    enum Transport {
        PLAIN,
        TLS
    }

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Contract root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);

    @TempDir
    private static Path folder;

    private final Transport transport;
    private final ConnectionMode mode;
    private final ServerProfile profile;
    private final int rounds;
    private final List<Exchange> served = new CopyOnWriteArrayList<>();
    private final Semaphore servedCount = new Semaphore(0);
    private WwepServer server;
    private WwepClient client;

    @SuppressWarnings("NullAway.Init") // the server and the client are set up before each test
    ClientServerContract(Transport transport, ConnectionMode mode, ServerProfile profile) {
        this.transport = transport;
        this.mode = mode;
        this.profile = profile;
        this.rounds = profile == ServerProfile.COURSE ? 5 : 200;
    }

    @BeforeEach
    void start() throws Exception {
        server = newServer(0);
        client = newClient().build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /**
     * Returns whether exchanges may fail. A PERSISTENT client assumes that its connection stays open, so it may send a
     * request while a course server closes it. It need not succeed then, but must report the delivery correctly.
     */
    private boolean mayFail() {
        return mode == ConnectionMode.PERSISTENT && profile == ServerProfile.COURSE;
    }

    private WwepServer newServer(int port) throws IOException {
        WwepServerBuilder builder = WwepServer.create();
        switch (transport) {
            case PLAIN -> builder.plain(port);
            case TLS -> builder.tls(port, TlsIdentity.of(SERVER.chainFile(folder), SERVER.keyFile(folder)));
        }
        if (profile == ServerProfile.COURSE) {
            // By default, the server refuses a client that a busy machine delays by 100 ms.
            builder.messageTimeout(Duration.ofMillis(300));
        }
        return builder.profile(profile)
                .listener(exchange -> {
                    served.add(exchange);
                    servedCount.release();
                })
                .start();
    }

    private WwepClientBuilder newClient() {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1").port(port());
        if (transport == Transport.TLS) {
            builder.tls(WwepTls.trustingPem(ROOT.certificatePem()));
        }
        return builder.mode(mode).replyTimeout(Duration.ofSeconds(20)).deadline(Duration.ofSeconds(40));
    }

    private int port() {
        return transport == Transport.TLS ? server.tlsPort() : server.port();
    }

    @Test
    void theExamplesOfTheProtocolHold() throws Exception {
        assertThat(exchange(client, WwepRequest.write(0x0FAC, 0x0B, 0x1234))).hasToString("A0FAC0B1234");
        assertThat(exchange(client, WwepRequest.raw("W01234"))).isInstanceOf(WwepReply.Refused.class);
        assertThat(exchange(client, WwepRequest.read(0x0FAC, 0x0B))).hasToString("A0FAC0B1234");
        assertThat(exchange(client, WwepRequest.read(0x0BAC, 0x0B))).isInstanceOf(WwepReply.Refused.class);
    }

    @Test
    void everyWriteIsExecutedOnceAndEveryReadReturnsTheLastValue() throws Exception {
        Random random = new Random(27708);
        Map<Integer, Integer> written = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            int register = random.nextInt(4);
            int value = random.nextInt(0x10000);
            write(client, 0x0FAC, register, value);
            written.put(register, value);
            int other = random.nextInt(4);
            WwepReply reply = exchange(client, WwepRequest.read(0x0FAC, other));
            if (written.containsKey(other)) {
                assertThat(reply.verify().value()).isEqualTo(written.get(other));
            } else {
                assertThat(reply).isInstanceOf(WwepReply.Refused.class);
            }
        }
        assertServed(2 * rounds);
    }

    @Test
    void eachDeviceHasItsOwnRegisters() throws Exception {
        write(client, 0x0001, 0x05, 1);
        write(client, 0x0001, 0x06, 0xFFFF);
        write(client, 0x0002, 0x05, 2);
        assertThat(read(client, 0x0001, 0x05)).isEqualTo(1);
        assertThat(read(client, 0x0001, 0x06)).isEqualTo(0xFFFF);
        assertThat(read(client, 0x0002, 0x05)).isEqualTo(2);
        assertThat(exchange(client, WwepRequest.read(0x0002, 0x06))).isInstanceOf(WwepReply.Refused.class);
    }

    @Test
    void aReadOfAnUnwrittenRegisterIsRefusedAndLosesNothing() throws Exception {
        assertThatThrownBy(() -> client.read(0x0BAC, 0x0B)).isInstanceOf(WwepRefusedException.class);
        assertThat(client.find(0x0BAC, 0x0B)).isEmpty();
        write(client, 0x0BAC, 0x0B, 1);
        assertThat(read(client, 0x0BAC, 0x0B)).isEqualTo(1);
        assertServed(4);
    }

    @Test
    void aRefusalHasAReasonInTheCoursesProfileOnly() throws Exception {
        assertThat(client.exchange(WwepRequest.read(0x0BAC, 0x0B)))
                .hasToString(profile == ServerProfile.COURSE ? "X Not Found" : "X");
        assertThat(exchange(client, WwepRequest.raw("W01234")))
                .hasToString(profile == ServerProfile.COURSE ? "X illegal command" : "X");
    }

    @Test
    void anExchangeAfterARefusedIllegalPacketSucceeds() throws Exception {
        for (String illegal : List.of("W01234", "Z", "r0fac0b", "R0FAC0", "W0FAC0B12G4")) {
            assertThat(exchange(client, WwepRequest.raw(illegal))).isInstanceOf(WwepReply.Refused.class);
            write(client, 0x0FAC, 0x05, 1);
        }
    }

    @Test
    void threadsShareAClientAndEachSeesItsOwnRegisters() throws Exception {
        int threads = 4;
        int exchangesPerThread = Math.max(2, rounds / threads);
        runOnThreads(threads, thread -> {
            for (int i = 0; i < exchangesPerThread; i++) {
                write(client, thread, 0x05, i);
                assertThat(read(client, thread, 0x05)).isEqualTo(i);
            }
        });
        assertServed(2 * threads * exchangesPerThread);
    }

    @Test
    void twoClientsAreBothServed() throws Exception {
        try (WwepClient other = newClient().build()) {
            write(client, 0x0FAC, 0x05, 1);
            assertThat(read(other, 0x0FAC, 0x05)).isEqualTo(1);
            write(other, 0x0FAC, 0x05, 0);
            assertThat(read(client, 0x0FAC, 0x05)).isEqualTo(0);
        }
    }

    @Test
    void aClientThatConnectedEarlyLosesNothing() throws Exception {
        try (WwepClient early = newClient().connect()) {
            write(client, 0x0FAC, 0x05, 1);
            assertThat(read(early, 0x0FAC, 0x05)).isEqualTo(1);
        }
    }

    @Test
    void aClientReconnectsToARestartedServer() throws Exception {
        write(client, 0x0FAC, 0x05, 1);
        write(client, 0x0FAC, 0x05, 2);
        int port = port();
        server.close();
        server = newServer(port);
        write(client, 0x0FAC, 0x05, 3);
        assertThat(read(client, 0x0FAC, 0x05)).isEqualTo(3);
    }

    private void write(WwepClient from, int device, int register, int value) throws WwepException {
        exchange(from, WwepRequest.write(device, register, value)).verify();
    }

    private int read(WwepClient from, int device, int register) throws WwepException {
        return exchange(from, WwepRequest.read(device, register)).verify().value();
    }

    /** Performs an exchange. Repeats it where it may fail, as an idempotent caller would. */
    private WwepReply exchange(WwepClient from, WwepRequest request) throws WwepException {
        while (true) {
            try {
                return from.exchange(request);
            } catch (WwepConnectionLostException e) {
                if (!mayFail()) {
                    throw e;
                }
                assertThat(e.delivery()).isNotEqualTo(Delivery.ANSWERED);
            }
        }
    }

    /** Asserts that exactly this number of exchanges reached the server. */
    private void assertServed(int count) throws InterruptedException {
        // The listener is notified after the reply, so the last notifications may still be pending.
        assertThat(servedCount.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
        server.close();
        if (!mayFail()) {
            assertThat(served).hasSize(count);
        }
    }

    private interface Work {
        void on(int thread) throws WwepException;
    }

    private static void runOnThreads(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(executor.submit(() -> {
                    work.on(thread);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(40, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
