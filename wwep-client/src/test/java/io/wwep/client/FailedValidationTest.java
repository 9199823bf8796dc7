package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the end of a connection that failed its validation after an idle time counts as. */
class FailedValidationTest {

    /** Who makes the exchange that finds the connection idle. */
    private enum By {
        CALL {
            @Override
            void write(WwepClient client) throws Exception {
                client.write(0x0FAC, 0x05, 2);
            }
        },
        FUTURE {
            @Override
            void write(WwepClient client) {
                assertThat(client.exchangeAsync(WRITE)).succeedsWithin(20, TimeUnit.SECONDS);
            }
        };

        abstract void write(WwepClient client) throws Exception;
    }

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x05, 2);

    private final SeenConnections listener = new SeenConnections();

    private WwepClientBuilder client(ScriptedPeer peer) {
        return peer.client()
                .mode(ConnectionMode.PERSISTENT)
                .validateAfterIdle(Duration.ofMillis(1))
                .addListener(listener);
    }

    /** Answers one write, then receives the read of the validation, and ends as it is told. */
    private static ScriptedPeer.Script answering(ScriptedPeer.Script end) {
        return talk -> {
            talk.send(acceptance(talk.request()));
            assertThat(talk.request()).isEqualTo("R0FAC05");
            end.play(talk);
        };
    }

    private static void idle() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
    }

    /** Writes before and after an idle time, at whose end the server does this; returns how the connection ended. */
    private Optional<WwepException> endOf(ScriptedPeer.Script end, By by, Map<LossCause, Long> losses)
            throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(answering(end), accepting());
                WwepClient client =
                        client(peer).replyTimeout(Duration.ofSeconds(1)).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();

            by.write(client);

            assertThat(client.statistics().losses()).isEqualTo(losses);
            return listener.nextEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatHasFallenSilentIsTimedOut(By by) throws Exception {
        assertThat(endOf(Talk::untilEnd, by, Map.of(LossCause.TIMED_OUT, 1L)))
                .containsInstanceOf(WwepTimeoutException.class)
                .get()
                .asString()
                .contains("no complete reply")
                .contains("to R0FAC05, which validates the idle connection, within the reply timeout of 1 s");
    }

    @ParameterizedTest
    @EnumSource
    void aResetBreaksTheConnection(By by) throws Exception {
        assertThat(endOf(Talk::reset, by, Map.of(LossCause.BROKEN, 1L)))
                .containsInstanceOf(WwepConnectionLostException.class)
                .get()
                .asString()
                .contains("broke while it was idle");
    }

    @ParameterizedTest
    @EnumSource
    void theReplyToAnotherRequestIsAProtocolError(By by) throws Exception {
        assertThat(endOf(talk -> talk.send("A0FAC061234").untilEnd(), by, Map.of(LossCause.PROTOCOL_ERROR, 1L)))
                .containsInstanceOf(WwepProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource
    void bytesAfterTheReplyAreAProtocolError(By by) throws Exception {
        assertThat(endOf(talk -> talk.send("A0FAC051234A").untilEnd(), by, Map.of(LossCause.PROTOCOL_ERROR, 1L)))
                .containsInstanceOf(WwepProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCloseInsteadOfTheReplyIsOrderly(By by) throws Exception {
        assertThat(endOf(Talk::close, by, Map.of())).isEmpty();
    }

    @Test
    void anInterruptAbortsTheConnection() throws Exception {
        CountDownLatch probed = new CountDownLatch(1);
        ScriptedPeer.Script silent = answering(talk -> {
            probed.countDown();
            talk.untilEnd();
        });
        try (ScriptedPeer peer = new ScriptedPeer(silent);
                WwepClient client = client(peer).build()) {
            client.write(0x0FAC, 0x0B, 1);
            idle();
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            assertThat(probed.await(20, TimeUnit.SECONDS)).isTrue();

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(WwepInterruptedException.class);
            assertThat(listener.nextEnd()).containsInstanceOf(WwepInterruptedException.class);
            assertThat(client.statistics().losses()).isEqualTo(Map.of(LossCause.ABORTED, 1L));
        }
    }
}
