package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.VirtualThreads;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's Flight Recorder events. */
class FlightRecorderTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Flight root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);

    private final Recording recording = new Recording();

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        recording.start();
    }

    @AfterEach
    void close() {
        recording.close();
    }

    /** Returns the events of this kind so far, in the order of their ends. */
    private List<RecordedEvent> events(String kind) throws IOException {
        Path file = folder.resolve("flight.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.wwep." + kind))
                .sorted((one, other) -> one.getEndTime().compareTo(other.getEndTime()))
                .toList();
    }

    private static String text(RecordedEvent event, String... fields) {
        return String.join(
                " ", Stream.of(fields).map(field -> "" + event.getValue(field)).toList());
    }

    private List<String> exchanges() throws IOException {
        return events("Exchange").stream()
                .map(event -> text(event, "request", "outcome", "delivery"))
                .toList();
    }

    @Test
    void anAcceptedRequestIsAnEventWithItsServer() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);

            assertThat(events("Exchange"))
                    .singleElement()
                    .satisfies(event -> assertThat(text(event, "server", "request", "outcome", "delivery", "reason"))
                            .isEqualTo("127.0.0.1:" + peer.port() + " W0FAC0B1234 ACCEPTED null null"));
        }
    }

    @Test
    void anEventIsReadableAndHasNoStackTrace() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);

            assertThat(events("Exchange")).singleElement().satisfies(event -> {
                assertThat(event.getStackTrace()).isNull();
                assertThat(event.getEventType().getLabel()).isEqualTo("Exchange");
                assertThat(event.getEventType().getCategoryNames()).containsExactly("WWEP");
                assertThat(event.getEventType().getDescription()).startsWith("A request");
            });
        }
    }

    @Test
    void anEventLastsFromTheCallToTheReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            long start = System.nanoTime();
            client.exchange(WRITE);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(events("Exchange"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.getDuration()).isPositive().isLessThanOrEqualTo(took));
            Duration connecting = events("Connect").get(0).getDuration();
            assertThat(events("Exchange").get(0).getDuration()).isGreaterThan(connecting);
        }
    }

    @Test
    void aReusedCallIsAnEventForEachRequest() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);
            client.exchange(READ);
            client.exchange(READ);

            assertThat(exchanges())
                    .containsExactly("W0FAC0B1234 ACCEPTED null", "R0FAC0B ACCEPTED null", "R0FAC0B ACCEPTED null");
        }
    }

    @Test
    void aRefusalIsAnEventWithItsReason() throws Exception {
        ScriptedPeer.Script refusing = talk -> {
            talk.request();
            talk.send("X no such register");
        };
        try (ScriptedPeer peer = new ScriptedPeer(refusing);
                WwepClient client = peer.client().build()) {
            client.exchange(READ);

            assertThat(events("Exchange"))
                    .singleElement()
                    .satisfies(event -> assertThat(text(event, "outcome", "delivery", "reason"))
                            .isEqualTo("REFUSED ANSWERED no such register"));
        }
    }

    @Test
    void aMissingReplyIsAnEventWithItsReason() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client =
                        peer.client().replyTimeout(Duration.ofMillis(100)).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .satisfies(failure -> assertThat(events("Exchange"))
                            .singleElement()
                            .satisfies(event -> {
                                assertThat(text(event, "outcome", "delivery", "reason"))
                                        .isEqualTo("TIMED_OUT UNKNOWN " + failure.getMessage());
                                assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
                            }));
        }
    }

    @Test
    void eachRequestOfABatchIsAnEvent() throws Exception {
        ScriptedPeer.Script breaking = talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
            talk.request();
        };
        try (ScriptedPeer peer = new ScriptedPeer(breaking);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .maxInFlight(1)
                        .build()) {
            client.exchange(READ);
            assertThatThrownBy(() -> client.exchangeAll(
                            List.of(WRITE, WwepRequest.write(0x0FAC, 1, 1), WwepRequest.write(0x0FAC, 2, 2))))
                    .isInstanceOf(WwepException.class);

            assertThat(exchanges())
                    .containsExactly(
                            "R0FAC0B ACCEPTED null",
                            "W0FAC0B1234 ACCEPTED null",
                            "W0FAC010001 LOST UNKNOWN",
                            "W0FAC020002 NOT_SENT NOT_SENT");
        }
    }

    @Test
    void theEventOfARequestInABatchEndsWithItsReply() throws Exception {
        ScriptedPeer.Script pausing = talk -> {
            talk.send(acceptance(talk.request()));
            String second = talk.request(); // the first reply has been read
            talk.pause().send(acceptance(second));
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(pausing);
                WwepClient client = peer.client().build()) {
            client.exchangeAll(List.of(READ, WRITE));

            List<RecordedEvent> events = events("Exchange");
            assertThat(events.stream().map(event -> text(event, "request"))).containsExactly("R0FAC0B", "W0FAC0B1234");
            assertThat(events.get(1).getDuration().minus(events.get(0).getDuration()))
                    .isGreaterThan(Duration.ofMillis(15));
        }
    }

    @Test
    void aFuturesEventIsRecordedBeforeItCompletes() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS);

            assertThat(exchanges()).containsExactly("W0FAC0B1234 ACCEPTED null");
        }
    }

    @Test
    void aRequestOfAVirtualThreadIsAnEvent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            FutureTask<Integer> call = new FutureTask<>(() -> client.read(0x0FAC, 0x0B));
            VirtualThreads.orPlatform(call, "caller").start();
            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);

            assertThat(exchanges()).containsExactly("R0FAC0B ACCEPTED null");
        }
    }

    @Test
    void aCancelledFutureIsAnEvent() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        ScriptedPeer.Script silent = talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(silent);
                WwepClient client = peer.client().build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            await(requested);

            future.cancel(false);

            assertThat(exchanges()).containsExactly("W0FAC0B1234 CANCELLED UNKNOWN");
        }
    }

    @Test
    void aConnectionIsAnEventWithBothEnds() throws Exception {
        SeenConnections listener = new SeenConnections();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().addListener(listener).build()) {
            client.exchange(WRITE);
            SeenConnections.Opened opened = listener.nextOpened();

            assertThat(events("Connect"))
                    .singleElement()
                    .satisfies(event -> assertThat(text(event, "server", "address", "localPort", "failure"))
                            .isEqualTo("127.0.0.1:" + peer.port() + " "
                                    + opened.server().getAddress().getHostAddress() + " "
                                    + opened.local().getPort() + " null"));
            assertThat(events("Handshake")).isEmpty();
        }
    }

    @Test
    void aFailedConnectIsAnEventWithTheReason() throws Exception {
        ScriptedPeer gone = new ScriptedPeer();
        gone.close();
        try (WwepClient client = gone.client().build()) {
            assertThatThrownBy(() -> client.exchange(READ))
                    .satisfies(failure -> assertThat(events("Connect"))
                            .singleElement()
                            .satisfies(event -> assertThat(text(event, "address", "localPort", "failure"))
                                    .isEqualTo("null 0 " + failure.getMessage())));
            assertThat(exchanges()).containsExactly("R0FAC0B NOT_SENT NOT_SENT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aHandshakeIsAnEventThatSaysWhetherItResumed(String protocol) throws Exception {
        TlsLayer layer = new TlsLayer(SERVER, parameters -> parameters.setProtocols(new String[] {protocol}));
        try (ScriptedPeer peer = ScriptedPeer.over(layer, acceptingOne(), acceptingOne());
                WwepClient client = peer.client()
                        .tls(WwepTls.trustingPem(ROOT.certificatePem()))
                        .mode(ConnectionMode.ONE_SHOT)
                        .build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);

            String suite = layer.sessions().get(0).getCipherSuite();
            assertThat(events("Handshake").stream()
                            .map(event -> text(event, "server", "protocol", "cipherSuite", "resumed", "failure")))
                    .containsExactly(
                            "127.0.0.1:" + peer.port() + " " + protocol + " " + suite + " false null",
                            "127.0.0.1:" + peer.port() + " " + protocol + " " + suite + " true null");
        }
    }

    @Test
    void aFailedHandshakeIsAnEventWithTheReason() throws Exception {
        WwepTls others =
                WwepTls.trustingPem(IssuedCertificate.authority("Another root").certificatePem());
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), accepting());
                WwepClient client = peer.client().tls(others).build()) {
            assertThatThrownBy(() -> client.exchange(READ))
                    .satisfies(failure -> assertThat(events("Handshake"))
                            .singleElement()
                            .satisfies(event -> assertThat(text(event, "protocol", "cipherSuite", "failure"))
                                    .isEqualTo("null null " + failure.getMessage())));
            assertThat(events("Connect")).hasSize(1);
        }
    }

    @Test
    void aDisabledEventIsNotRecorded() throws Exception {
        recording.disable("io.wwep.Exchange");
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);
            recording.enable("io.wwep.Exchange").withThreshold(Duration.ofDays(1));
            client.exchange(WRITE);
            recording.enable("io.wwep.Exchange").withThreshold(Duration.ZERO);
            client.exchange(READ);

            assertThat(exchanges()).containsExactly("R0FAC0B ACCEPTED null");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
