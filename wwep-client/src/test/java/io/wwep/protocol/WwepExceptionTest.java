package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WwepExceptionTest {

    private final IOException cause = new IOException("below");

    private final List<WwepException> oneOfEach = List.of(
            new WwepConnectException("message", cause, Phase.RESOLVE),
            new WwepTimeoutException("message", cause, Phase.REPLY, Delivery.UNKNOWN),
            new WwepConnectionLostException("message", cause, Delivery.UNKNOWN),
            new WwepInterruptedException("message", cause, Delivery.UNKNOWN),
            new WwepCancelledException("message", cause, Delivery.UNKNOWN),
            new WwepProtocolException("message"),
            new WwepRefusedException("message", WwepReply.refused("Not Found")));

    @Test
    void eachIsAnIOExceptionWithItsMessage() {
        assertThat(oneOfEach).allSatisfy(e -> {
            assertThat(e).isInstanceOf(IOException.class);
            assertThat(e).hasMessage("message");
        });
    }

    @Test
    void aFailureBeforeTheConnectionMeansNotSent() {
        for (Phase phase : List.of(Phase.RESOLVE, Phase.CONNECT)) {
            WwepConnectException e = new WwepConnectException("message", cause, phase);
            assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(e.phase()).isEqualTo(phase);
            assertThat(e).hasCause(cause);
        }
    }

    @Test
    void aTimeoutStatesItsPhaseAndTheDelivery() {
        WwepTimeoutException queued = new WwepTimeoutException("message", null, Phase.QUEUE, Delivery.NOT_SENT);
        assertThat(queued.phase()).isEqualTo(Phase.QUEUE);
        assertThat(queued.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(queued).hasNoCause();

        WwepTimeoutException sent = new WwepTimeoutException("message", cause, Phase.REPLY, Delivery.UNKNOWN);
        assertThat(sent.phase()).isEqualTo(Phase.REPLY);
        assertThat(sent.delivery()).isEqualTo(Delivery.UNKNOWN);
        assertThat(sent).hasCause(cause);
    }

    @Test
    void aLostConnectionAndAnInterruptStateTheDelivery() {
        for (Delivery delivery : List.of(Delivery.NOT_SENT, Delivery.UNKNOWN)) {
            WwepException lost = new WwepConnectionLostException("message", cause, delivery);
            assertThat(lost.delivery()).isEqualTo(delivery);
            assertThat(lost).hasCause(cause);

            WwepException interrupted = new WwepInterruptedException("message", cause, delivery);
            assertThat(interrupted.delivery()).isEqualTo(delivery);
            assertThat(interrupted).hasCause(cause);
        }
        assertThat(new WwepConnectionLostException("message", null, Delivery.UNKNOWN))
                .hasNoCause();
        assertThat(new WwepInterruptedException("message", null, Delivery.UNKNOWN))
                .hasNoCause();
    }

    @Test
    void afterAnInvalidReplyTheOutcomeIsUnknown() {
        assertThat(new WwepProtocolException("message").delivery()).isEqualTo(Delivery.UNKNOWN);
    }

    @Test
    void aRefusalIsAnAnswer() {
        WwepRefusedException refused = new WwepRefusedException("message", WwepReply.refused("Not Found"));
        assertThat(refused.delivery()).isEqualTo(Delivery.ANSWERED);
        assertThat(refused.reason()).isEqualTo("Not Found");
        assertThat(new WwepRefusedException("message", WwepReply.refused()).reason())
                .isNull();
    }

    @Test
    void aBrokenBatchStatesTheDeliveryOfEachRequest() {
        List<WwepReply> replies = List.of(WwepReply.refused(), WwepReply.refused());
        WwepConnectionLostException lost = new WwepConnectionLostException("message", cause, Delivery.UNKNOWN);

        WwepBatchException batch = new WwepBatchException("message", lost, replies, 3, 5);

        assertThat(batch).hasMessage("message").hasCause(lost);
        assertThat(batch.replies()).isEqualTo(replies);
        assertThat(batch.delivery()).isEqualTo(Delivery.UNKNOWN);
        assertThat(IntStream.range(0, 5).mapToObj(batch::delivery))
                .containsExactly(
                        Delivery.ANSWERED, Delivery.ANSWERED, Delivery.UNKNOWN, Delivery.NOT_SENT, Delivery.NOT_SENT);
        for (int index : new int[] {-1, 5}) {
            assertThatThrownBy(() -> batch.delivery(index)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aBatchOfWhichNoMoreThanTheAnsweredRequestsWasSentMayBeContinued() {
        WwepCancelledException cancelled = new WwepCancelledException("message", null, Delivery.NOT_SENT);

        assertThat(new WwepBatchException("message", cancelled, List.of(WwepReply.refused()), 1, 2).delivery())
                .isEqualTo(Delivery.NOT_SENT);
    }

    @Test
    void aPhasePrintsInLowerCase() {
        assertThat(Phase.values())
                .extracting(Phase::toString)
                .containsExactly("queue", "resolve", "connect", "handshake", "reply");
    }

    @Test
    void eachCanBeSerialized() throws Exception {
        for (WwepException e : oneOfEach) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(e);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                WwepException copy = (WwepException) in.readObject();
                assertThat(copy).hasSameClassAs(e).hasMessage(e.getMessage());
                assertThat(copy.delivery()).isEqualTo(e.delivery());
            }
        }
    }
}
