package io.wwep.stress;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import io.wwep.stress.Call.Ending;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records the calls of a run, and the outcomes that are impossible in its scenario. */
final class CallLog {

    private final Scenario scenario;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile long closingSince = Long.MAX_VALUE;
    private volatile long closedSince = Long.MAX_VALUE;

    CallLog(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Records that the client is about to be closed. */
    void closing(long now) {
        closingSince = now;
    }

    /** Records that the client is closed. */
    void closed(long now) {
        closedSince = now;
    }

    boolean isClosed() {
        return closedSince < Long.MAX_VALUE;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void addViolation(String what) {
        violations.add(what);
    }

    void answered(String caller, long begin, long end, List<WwepRequest> requests, List<WwepReply> replies) {
        List<Exchange> exchanges = new ArrayList<>();
        if (replies.size() != requests.size()) {
            addViolation(replies.size() + " replies to " + requests + " of " + caller);
            return;
        }
        for (int i = 0; i < requests.size(); i++) {
            exchanges.add(Exchange.answered(requests.get(i), replies.get(i)));
        }
        Call call = new Call(caller, begin, end, Ending.ANSWERED, exchanges);
        calls.add(call);
        if (begin > closedSince) {
            addViolation("answered after the client was closed: " + call);
        }
    }

    /**
     * Records a failed call.
     *
     * @param interrupted whether the caller was interrupted
     */
    void failed(
            String caller, long begin, long end, List<WwepRequest> requests, Throwable failure, boolean interrupted) {
        Ending ending = failure instanceof CancellationException
                ? Ending.CANCELLED
                : cause(failure) instanceof WwepInterruptedException
                        ? Ending.INTERRUPTED
                        : failure instanceof WwepException known && known.delivery() == Delivery.NOT_SENT
                                ? Ending.NOT_SENT
                                : Ending.UNKNOWN;
        Call call = new Call(caller, begin, end, ending, exchanges(requests, failure));
        calls.add(call);
        String why = whatIsWrong(call, failure, interrupted);
        if (!why.isEmpty()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            addViolation(why + ": " + call + "\n" + trace);
        }
    }

    private static List<Exchange> exchanges(List<WwepRequest> requests, Throwable failure) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            WwepRequest request = requests.get(i);
            if (failure instanceof WwepBatchException batch) {
                exchanges.add(
                        i < batch.replies().size()
                                ? Exchange.answered(request, batch.replies().get(i))
                                : Exchange.failed(request, batch.delivery(i)));
            } else {
                exchanges.add(Exchange.failed(
                        request, failure instanceof WwepException known ? known.delivery() : Delivery.UNKNOWN));
            }
        }
        return exchanges;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof WwepBatchException ? failure.getCause() : failure;
        return cause == null ? failure : cause;
    }

    private String whatIsWrong(Call call, Throwable failure, boolean interrupted) {
        Throwable cause = cause(failure);
        if (cause instanceof CancellationException) {
            return "";
        }
        if (call.begin() > closedSince) {
            boolean refused =
                    failure instanceof WwepConnectionLostException lost && lost.delivery() == Delivery.NOT_SENT;
            return refused ? "" : "the client was closed before, but the exception does not say so";
        }
        if (cause instanceof WwepInterruptedException) {
            return interrupted ? "" : "this caller was not interrupted";
        }
        if (cause instanceof WwepTimeoutException && !scenario.timesOut()) {
            return "nothing can have taken that long";
        }
        boolean possible = cause instanceof WwepTimeoutException
                || cause instanceof WwepConnectException
                || cause instanceof WwepConnectionLostException;
        if (!possible) {
            return "the peer never causes this";
        }
        boolean calm = scenario.isCalm() && call.end() < closingSince;
        return calm ? "the peer behaved, but the call failed" : "";
    }
}
