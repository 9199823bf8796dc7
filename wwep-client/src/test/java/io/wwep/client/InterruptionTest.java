package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

/** Interrupted callers, and clients that are closed under their callers. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class InterruptionTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private final CountDownLatch requested = new CountDownLatch(1);

    @Test
    void anInterruptFreesTheCallerKeepsItsStatusAndTheLateReplyIsNotMatchedToTheNextRequest() throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.request();
                            requested.countDown();
                            talk.until(freed).send("A0FAC0B9999");
                        },
                        accepting());
                WwepClient client = peer.client().build()) {
            Caller caller = Caller.of(() -> interruptedIn(client, WRITE));
            requested.await();
            caller.interrupt();

            assertThat(caller.failure())
                    .isInstanceOfSatisfying(
                            WwepInterruptedException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
                    .hasMessageContaining("W0FAC0B1234");
            freed.countDown();
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
        }
    }

    @Test
    void anInterruptFreesTheCallerFromAThirdPartySocket() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client =
                        peer.client().socketFactory(SocketFactory.getDefault()).build()) {
            Caller caller = Caller.of(() -> interruptedIn(client, WRITE));
            requested.await();
            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(WwepInterruptedException.class);
        }
    }

    @Test
    void anInterruptInTheWaitBeforeTheSecondExchangeSendsNothing() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().socketFactory(SocketFactory.getDefault()).build()) {
            client.exchange(WRITE);
            Caller caller = Caller.of(() -> interruptedIn(client, WRITE));
            caller.whenIn("check");
            caller.interrupt();

            assertThat(caller.failure())
                    .isInstanceOfSatisfying(
                            WwepInterruptedException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            assertThat(peer.requests()).hasSize(1);
        }
    }

    /** Interrupts a caller that waits behind the first one, and checks that it was freed. */
    private static void interruptAnotherCaller(WwepClient client) throws Exception {
        Caller another = Caller.of(() -> interruptedIn(client, WwepRequest.read(0x0FAC, 0x0B)));
        another.whenWaiting();
        another.interrupt();

        assertThat(another.failure())
                .isInstanceOfSatisfying(
                        WwepInterruptedException.class,
                        e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
    }

    @Test
    void anInterruptFreesAQueuedCallerAndDoesNotAffectTheExchangeInFlight() throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    String request = talk.request();
                    requested.countDown();
                    talk.until(freed).send(ScriptedPeer.acceptance(request));
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            Caller first = Caller.of(() -> client.exchange(WRITE));
            requested.await();
            interruptAnotherCaller(client);
            freed.countDown();
            assertThat(first.outcome()).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anInterruptFreesACallerThatReadsForAnotherAndClosesNoConnection() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WireListener slow = (local, remote) -> new WireListener.Connection() {
            @Override
            public void sent(byte[] bytes, int from, int length) {
                writing.countDown();
                Caller.await(goOn);
            }
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().wire(slow).build()) {
            Caller first = Caller.of(() -> client.exchange(WRITE));
            writing.await();
            interruptAnotherCaller(client);
            goOn.countDown();
            assertThat(first.outcome()).hasToString("A0FAC0B1234");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aCallerInterruptedBeforehandSendsNothingAndBreaksNoConnection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            client.exchange(WRITE);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOfSatisfying(
                            WwepInterruptedException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            assertThat(Thread.interrupted()).isTrue();
            client.exchange(WRITE);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void closingTheClientFailsTheExchangeInFlightAtOnceWithThatCause() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            requested.await();
            client.close();

            assertThat(caller.failure())
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
                    .hasMessageContaining("the client was closed")
                    .hasMessageContaining("W0FAC0B1234");
        }
    }

    @Test
    void closingTheClientFailsQueuedCallersWithNothingSent() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.request();
                    requested.countDown();
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            Caller first = Caller.of(() -> client.exchange(WRITE));
            requested.await();
            Caller second = Caller.of(() -> client.exchange(WRITE));
            second.whenWaiting();
            client.close();

            assertThat(first.failure()).isInstanceOf(WwepConnectionLostException.class);
            assertThat(second.failure())
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            assertThat(peer.requests()).hasSize(1);
        }
    }

    @Test
    void closingTheClientFreesACallerThatWaitsForASlowName() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (WwepClient client = WwepClient.create("slow.test")
                .resolver(host -> {
                    asked.countDown();
                    Caller.await(never);
                    throw new java.net.UnknownHostException(host);
                })
                .build()) {
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            asked.await();
            client.close();

            assertThat(caller.failure())
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasMessageContaining("the client was closed");
        }
    }

    @Test
    void aClosedClientReportsThatAndMayBeClosedAgain() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer();
                WwepClient client = peer.client().build()) {
            client.close();
            client.close();
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOfSatisfying(
                            WwepConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                    .hasMessageContaining("the client is closed");
        }
    }

    /** An exchange that must leave its thread interrupted. */
    private static Object interruptedIn(WwepClient client, WwepRequest request) throws WwepException {
        try {
            return client.exchange(request);
        } finally {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }
}
