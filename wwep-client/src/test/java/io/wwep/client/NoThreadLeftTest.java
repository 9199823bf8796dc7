package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If the process can start no thread for a moment, only the calls that need one fail, and none after them. */
@Timeout(60)
class NoThreadLeftTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch refusal = new CountDownLatch(1);

    /** Refuses to start the first threads of this name, as many as {@link #refused} says. */
    private WwepResources without(String name) {
        return WwepResources.create((work, threadName) -> {
            if (threadName.startsWith(name) && refused.getAndDecrement() > 0) {
                refusal.countDown();
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work, threadName);
        });
    }

    private static WwepClientBuilder client(ScriptedPeer peer, WwepResources resources) {
        return peer.client().deadline(Duration.ofHours(1)).resources(resources);
    }

    private static void assertFails(WwepClient client) {
        assertThat(client.exchangeAsync(READ))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(WwepException.class)
                .withMessageContaining("thread");
    }

    private static void assertServes(WwepClient client) throws Exception {
        assertThat(client.exchangeAsync(READ))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .hasToString("A0FAC0B1234");
        assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
    }

    @Test
    void aLookupThatCannotStartFailsOnlyItsCall() throws Exception {
        refused.set(1);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = WwepClient.create("some.test")
                        .port(peer.port())
                        .resolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                        .reconnect(failures -> Duration.ZERO)
                        .resources(without("wwep-lookup"))
                        .build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure())
                    .isInstanceOfSatisfying(WwepConnectException.class, e -> {
                        assertThat(e.phase()).isEqualTo(Phase.RESOLVE);
                        assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    })
                    .hasMessageContaining("some.test could not be looked up: no thread can start");
            assertServes(client);
        }
    }

    @Test
    void aLoopThatCannotStartFailsOnlyTheFuture() throws Exception {
        refused.set(1);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = client(peer, without("wwep-loop")).build()) {
            assertFails(client);
            assertServes(client);
        }
    }

    @Test
    void aFutureIsReturnedFailedIfTheLoopCannotStart() throws Exception {
        refused.set(1);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        client(peer, without("wwep-loop")).executor(work -> {}).build()) {
            assertThat(client.exchangeAsync(READ)).isCompletedExceptionally();
        }
    }

    @Test
    void aWorkerThatCannotStartFailsOnlyTheFuture() throws Exception {
        refused.set(2);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                // Only sockets without a channel need a worker to connect.
                WwepClient client = client(peer, without("wwep-worker"))
                        .socketFactory(SocketFactory.getDefault())
                        .build()) {
            assertFails(client);
            refused.set(0);
            assertServes(client);
        }
    }

    @Test
    void aListenerReceivesTheEventLaterIfNoThreadCanStart() throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        WwepListener listener = new WwepListener() {
            @Override
            public void exchanged(WwepRequest request, io.wwep.protocol.WwepReply reply, Duration took) {
                told.countDown();
            }
        };
        refused.set(2);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = client(peer, without("wwep-worker"))
                        .addListener(listener)
                        .build()) {
            client.exchange(READ);
            refused.set(0);
            client.exchange(READ);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aReaderThatCannotStartAffectsNoCallAndTheNextOneStarts() throws Exception {
        refused.set(1);
        Semaphore closes = new Semaphore(0);
        ScriptedPeer.Script closing = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.send(ScriptedPeer.acceptance(talk.request())).pause();
            talk.endAndAwaitClose(closes);
        };
        try (ScriptedPeer peer = new ScriptedPeer(closing);
                WwepResources resources = without("wwep-reader");
                WwepClient client = client(peer, resources)
                        .socketFactory(SocketFactory.getDefault())
                        .build()) {
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(refusal.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(closes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
