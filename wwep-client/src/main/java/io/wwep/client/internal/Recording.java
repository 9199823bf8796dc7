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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of completed calls to the recorders, if there are any, and to Flight Recorder, if it is running. Holds
 * no lock meanwhile. Thread-safe.
 */
final class Recording {

    private final String server;
    private final Recorder[] recorders;

    /** A recorder, and whether it has failed: only its first failure is logged. */
    private record Recorder(ExchangeRecorder recorder, AtomicBoolean hasFailed) {}

    Recording(String server, List<ExchangeRecorder> recorders) {
        this.server = server;
        this.recorders = new Recorder[recorders.size()];
        for (int i = 0; i < this.recorders.length; i++) {
            this.recorders[i] = new Recorder(recorders.get(i), new AtomicBoolean());
        }
    }

    boolean hasRecorders() {
        return recorders.length > 0;
    }

    /** Prepares a call for recording. Must be called before it is submitted. */
    void begin(Call call) {
        boolean flight = FlightRecording.isOn() && ExchangeEvent.isWanted();
        if (flight || (recorders.length > 0 && !call.isSingle())) {
            call.times = new ReplyTimes(call.size(), flight);
        }
    }

    /** Records each request of a completed call. Throws nothing. */
    void record(Call call) {
        if (recorders.length == 0 && call.times == null) {
            return;
        }
        try {
            int answered = call.size() - call.unanswered();
            for (int i = 0; i < answered; i++) {
                recordAnswered(call, i);
            }
            if (answered < call.size()) {
                recordFailed(call, answered);
            }
        } catch (RuntimeException | Error e) { // of Flight Recorder, for example: the caller still needs its reply
            WireLog.notRecorded(call.current(), e);
        }
    }

    /** Records a call whose future the application has ended. Throws nothing. */
    void recordCancelled(Call call) {
        long nanos = System.nanoTime() - call.deadline().start();
        try {
            recordFailed(call, 0, ExchangeOutcome.CANCELLED, nanos);
        } catch (RuntimeException | Error e) { // as above
            WireLog.notRecorded(call.current(), e);
        }
    }

    private void recordAnswered(Call call, int index) {
        WwepReply reply = call.reply(index);
        ExchangeOutcome outcome = outcome(reply);
        record(call.request(index), outcome, call.timeToReply(index));
        ExchangeEvent event = event(call, index);
        if (event != null) {
            event.answered(server, call.request(index), outcome, reply);
        }
    }

    private void recordFailed(Call call, int first) {
        long nanos = System.nanoTime() - call.deadline().start();
        int mayHaveLeft = call.mayHaveLeft();
        for (int i = first; i < call.size(); i++) {
            recordFailed(call, i, outcome(call.failure(), i < mayHaveLeft), nanos);
        }
    }

    private void recordFailed(Call call, int index, ExchangeOutcome outcome, long nanos) {
        record(call.request(index), outcome, nanos);
        ExchangeEvent event = event(call, index);
        if (event != null) {
            event.failed(server, call.request(index), outcome, call.failure(), index < call.mayHaveLeft());
        }
    }

    private static @Nullable ExchangeEvent event(Call call, int index) {
        ReplyTimes times = call.times;
        return times == null ? null : times.event(index);
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

    private void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        for (Recorder each : recorders) {
            try {
                each.recorder.record(request, outcome, nanos);
            } catch (Throwable e) { // includes an AssertionError from a test's recorder
                if (each.hasFailed.compareAndSet(false, true)) {
                    WireLog.recorderFailed(each.recorder, e);
                }
            }
        }
    }
}
