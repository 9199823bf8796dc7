package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events that a listener receives. */
class ListenerTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** Waits for this many events, and returns them. */
    private List<String> told(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            String event = told.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("what is told after %s", next).isNotNull();
            next.add(event);
        }
        return next;
    }

    private class Recorder implements WwepListener {

        @Override
        public void connected(InetSocketAddress server, InetSocketAddress local) {
            told.add("connected");
        }

        @Override
        public void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
            told.add("disconnected"
                    + (cause == null ? "" : " by " + cause.getClass().getSimpleName()));
        }

        @Override
        public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
            assertThat(took).isPositive();
            told.add(request + " " + reply);
        }

        @Override
        public void failed(WwepRequest request, WwepException cause) {
            told.add(request + " failed");
        }
    }

    @Test
    void aListenerReceivesAllEventsInOrder() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            talk.send("nonsense");
            talk.untilEnd();
        })) {
            try (WwepClient client = peer.client().addListener(new Recorder()).build()) {
                client.exchange(WRITE);
                assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepException.class);
            }
        }
        assertThat(told(4))
                .containsExactly(
                        "connected",
                        "W0FAC0B1234 A0FAC0B1234",
                        "disconnected by WwepProtocolException",
                        "W0FAC0B1234 failed");
    }

    @Test
    void aReplyIsReportedBeforeTheCloseThatFollowsIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.ONE_SHOT)
                        .addListener(new Recorder())
                        .build()) {
            client.exchange(WRITE);
            assertThat(told(3)).containsExactly("connected", "W0FAC0B1234 A0FAC0B1234", "disconnected");
        }
    }

    @Test
    void exchangesOfManyThreadsAreReportedInWireOrder() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .addListener(new Recorder())
                        .build()) {
            Caller[] callers = new Caller[4];
            for (int i = 0; i < callers.length; i++) {
                int device = i;
                callers[i] = Caller.of(() -> {
                    for (int register = 0; register < 100; register++) {
                        client.write(device, register, 0);
                    }
                    return "done";
                });
            }
            for (Caller caller : callers) {
                assertThat(caller.outcome()).isEqualTo("done");
            }
            List<String> exchanged = told(401).stream()
                    .filter(line -> line.startsWith("W"))
                    .map(line -> line.substring(0, 11))
                    .toList();
            assertThat(exchanged).isEqualTo(peer.requests());
        }
    }

    @Test
    void closingTheClientIsReported() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            peer.client().addListener(new Recorder()).connect().close();
        }
        assertThat(told(2)).containsExactly("connected", "disconnected");
    }

    @Test
    void aListenerMayUseTheClient() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient[] self = new WwepClient[1];
            WwepListener reader = new Recorder() {
                @Override
                public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
                    super.exchanged(request, reply, took);
                    if (request instanceof WwepRequest.Write) {
                        try {
                            self[0].read(0x0FAC, 0x0B);
                        } catch (WwepException e) {
                            told.add(e.toString());
                        }
                    }
                }
            };
            try (WwepClient client = peer.client().addListener(reader).build()) {
                self[0] = client;
                client.exchange(WRITE);
                assertThat(told(3)).containsExactly("connected", "W0FAC0B1234 A0FAC0B1234", "R0FAC0B A0FAC0B1234");
            }
        }
    }

    @Test
    void aListenerMayCloseTheClient() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClient[] self = new WwepClient[1];
            WwepListener closer = new Recorder() {
                @Override
                public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
                    self[0].close();
                }
            };
            try (WwepClient client = peer.client().addListener(closer).build()) {
                self[0] = client;
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
                assertThat(told(2)).containsExactly("connected", "disconnected");
            }
        }
    }

    @Test
    void aListenerReceivesTheCallersFailureOfAWriteThatMayHaveArrived() throws Exception {
        BlockingQueue<WwepException> told = new LinkedBlockingQueue<>();
        CompletableFuture<ScriptedPeer> self = new CompletableFuture<>();
        ScriptedPeer.Script script = talk -> {
            talk.send(ScriptedPeer.acceptance(talk.request()));
            talk.request();
            self.join().stopListening();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .resendUnknownWrites(true)
                        .addListener(new WwepListener() {
                            @Override
                            public void failed(WwepRequest request, WwepException cause) {
                                told.add(cause);
                            }
                        })
                        .build()) {
            self.complete(peer);
            client.exchange(WRITE);

            Throwable failure = Caller.of(() -> client.exchange(WRITE)).failure();

            assertThat(told.poll(20, TimeUnit.SECONDS)).isSameAs(failure);
        }
    }

    @Test
    void aListenerIsNotifiedAtOnceOfACancelledFuture() throws Exception {
        CountDownLatch requested = new CountDownLatch(1);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ScriptedPeer.Script script = talk -> {
            talk.request();
            requested.countDown();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(script);
                WwepClient client = peer.client()
                        .addListener(new WwepListener() {
                            @Override
                            public void failed(WwepRequest request, WwepException cause) {
                                told.add(cause.getMessage());
                            }
                        })
                        .build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            requested.await();

            future.cancel(true);

            assertThat(told.poll(20, TimeUnit.SECONDS)).contains("W0FAC0B1234", "was canceled", "will be dropped");
        }
    }
}
