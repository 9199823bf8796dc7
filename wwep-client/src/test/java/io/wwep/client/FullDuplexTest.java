package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ScriptedPeer.Script;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending waits for no reply, and an idle connection is watched. */
class FullDuplexTest {

    private final CountDownLatch firstIsThere = new CountDownLatch(1);

    /**
     * Makes the client learn that the connection is kept, and answers the first of two requests only after receiving the
     * second.
     */
    private Script hearingBoth() {
        return talk -> {
            talk.send(acceptance(talk.request()));
            String first = talk.request();
            firstIsThere.countDown();
            String second = talk.request();
            talk.send(acceptance(first)).send(acceptance(second)).untilEnd();
        };
    }

    @Test
    void aRequestIsSentAtOnceWhileAnotherCallerWaitsForItsReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(hearingBoth());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.write(0, 0, 0);
            Caller first = Caller.of(() -> client.read(0, 1));
            firstIsThere.await();

            assertThat(client.read(0, 2)).isEqualTo(0x1234);
            assertThat(first.outcome()).isEqualTo(0x1234);
        }
    }

    @Test
    void aFutureIsSentAtOnceWhileAnotherWaitsForItsReply() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(hearingBoth());
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            client.write(0, 0, 0);
            CompletableFuture<WwepReply> first = client.exchangeAsync(WwepRequest.read(0, 1));
            firstIsThere.await();

            CompletableFuture<WwepReply> second = client.exchangeAsync(WwepRequest.read(0, 2));
            assertThat(second.get(20, TimeUnit.SECONDS)).hasToString("A0000021234");
            assertThat(first.get(20, TimeUnit.SECONDS)).hasToString("A0000011234");
        }
    }

    /** Closes its side after the reply, and waits for the client to close too, as a course server does. */
    @ParameterizedTest
    @EnumSource
    void theClientAnswersTheServersCloseWhileTheApplicationIsIdle(ConnectionMode mode) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Script closing = talk -> {
            talk.send(acceptance(talk.request())).endOutput();
            talk.untilEnd();
            answered.countDown();
        };
        try (ScriptedPeer peer = new ScriptedPeer(closing);
                WwepClient client = peer.client().mode(mode).build()) {
            client.write(0, 0, 0);

            assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theListenerIsNotifiedOfTheServersCloseWhenItHappens() throws Exception {
        CountDownLatch notified = new CountDownLatch(1);
        Script closing = talk -> {
            talk.send(acceptance(talk.request())).endOutput();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(closing);
                WwepClient client = peer.client()
                        .addListener(new WwepListener() {
                            @Override
                            public void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
                                notified.countDown();
                            }
                        })
                        .build()) {
            client.write(0, 0, 0);

            assertThat(notified.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
