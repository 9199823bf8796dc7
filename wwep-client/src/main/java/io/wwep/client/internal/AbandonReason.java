package io.wwep.client.internal;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;

/** Why a caller stopped waiting for its reply. */
enum AbandonReason {
    OUT_OF_TIME,
    INTERRUPTED,
    CANCELLED;

    /** Returns the failure of a call that ends for this reason. */
    WwepException failureOf(Call call, Failures failures) {
        WwepRequest request = call.current();
        boolean sent = call.isInFlight();
        return switch (this) {
            case OUT_OF_TIME ->
                sent
                        ? failures.outOfTimeInFlight(request, call.deadline())
                        : failures.outOfTime(request, call.deadline());
            case INTERRUPTED ->
                sent ? failures.interruptedInFlight(request) : failures.interruptedBefore(request, null);
            case CANCELLED -> failures.cancelled(request, sent);
        };
    }
}
