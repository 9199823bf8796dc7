package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that {@link WwepClientBuilder#connect()} opened serves the first exchange, however late that comes. */
class OpenedAheadTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    @ParameterizedTest
    @EnumSource
    void aConnectionThatWasIdleForLongIsUsed(ConnectionMode mode) throws Exception {
        CountDownLatch aged = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    letAge(talk);
                    aged.countDown();
                    accepting().play(talk);
                });
                WwepClient client = peer.client().mode(mode).connect()) {
            aged.await();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatWasIdleForLongIsUsedForAFuture() throws Exception {
        CountDownLatch aged = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    letAge(talk);
                    aged.countDown();
                    accepting().play(talk);
                });
                WwepClient client = peer.client().connect()) {
            aged.await();
            assertThat(client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTookLongToOpenIsUsed() throws Exception {
        GatedSockets slow = new GatedSockets() {
            @Override
            protected Socket make() {
                return new SlowlyConnectedSocket();
            }
        };
        slow.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(slow).connect()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unrequestedBytesEndTheConnectionAndAnotherOneIsOpened(ConnectionMode mode) throws Exception {
        CountDownLatch closedByClient = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.send("X illegal command");
                            assertThat(talk.untilEnd()).isEmpty();
                            closedByClient.countDown();
                        },
                        accepting());
                WwepClient client = peer.client().mode(mode).connect()) {
            // The server sends nothing until then.
            closedByClient.await();
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    /** Longer than the 100 ms after which a course server answers a silent client. */
    private static void letAge(Talk talk) {
        for (int i = 0; i < 6; i++) {
            talk.pause();
        }
    }

    /** Takes longer to connect than the time after which an unused connection was once dropped. */
    private static final class SlowlyConnectedSocket extends Socket {

        @Override
        public void connect(SocketAddress server, int timeout) throws IOException {
            super.connect(server, timeout);
            try {
                var unused = new CountDownLatch(1).await(60, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
