package io.wwep.client.internal;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Passes the requests of completed calls to the recorder, if there is one. Used without a lock held. Thread-safe. */
final class Recording {

    private final @Nullable ExchangeRecorder recorder;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    Recording(@Nullable ExchangeRecorder recorder) {
        this.recorder = recorder;
    }

    boolean isOn() {
        return recorder != null;
    }

    /** Records each request of a completed call. */
    void record(Call call) {
        ExchangeRecorder to = recorder;
        if (to == null) {
            return;
        }
        int answered = call.size() - call.unanswered();
        for (int i = 0; i < answered; i++) {
            record(to, call.request(i), outcome(call.reply(i)), call.timeToReply(i));
        }
        if (answered < call.size()) {
            recordFailed(to, call, answered, System.nanoTime() - call.deadline().start());
        }
    }

    /** Records a call whose future the application has ended. */
    void recordCancelled(Call call) {
        ExchangeRecorder to = recorder;
        if (to != null) {
            long nanos = System.nanoTime() - call.deadline().start();
            record(to, call.request(0), ExchangeOutcome.CANCELLED, nanos);
        }
    }

    private void recordFailed(ExchangeRecorder to, Call call, int first, long nanos) {
        WwepException failure = call.failure();
        int mayHaveLeft = call.mayHaveLeft();
        for (int i = first; i < call.size(); i++) {
            record(to, call.request(i), outcome(failure, i < mayHaveLeft), nanos);
        }
    }

    private static ExchangeOutcome outcome(WwepReply reply) {
        return reply instanceof WwepReply.Accepted ? ExchangeOutcome.ACCEPTED : ExchangeOutcome.REFUSED;
    }

    private static ExchangeOutcome outcome(@Nullable WwepException failure, boolean mayHaveLeft) {
        if (failure instanceof WwepInterruptedException) {
            return ExchangeOutcome.CANCELLED;
        }
        if (!mayHaveLeft || (failure != null && failure.delivery() == Delivery.NOT_SENT)) {
            return ExchangeOutcome.NOT_SENT;
        }
        if (failure instanceof WwepTimeoutException) {
            return ExchangeOutcome.TIMED_OUT;
        }
        return failure instanceof WwepProtocolException ? ExchangeOutcome.PROTOCOL_ERROR : ExchangeOutcome.LOST;
    }

    private void record(ExchangeRecorder to, WwepRequest request, ExchangeOutcome outcome, long nanos) {
        try {
            to.record(request, outcome, nanos);
        } catch (Throwable e) { // includes an AssertionError from a test's recorder
            if (hasFailed.compareAndSet(false, true)) {
                WireLog.recorderFailed(to, e);
            }
        }
    }
}
