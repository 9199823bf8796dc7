package io.wwep.client;

import io.wwep.protocol.WwepRequest;

/**
 * Records how each exchange ended, for metrics. Unlike the events of a {@link WwepListener}, no exchange is ever left out,
 * and recording one allocates nothing.
 *
 * <p>Called for each request once, each one of a batch too: on the thread that made the call, before it returns; for a future
 * on the thread that completes it, before it is complete, or on the one that cancels it. It is called under no lock, by
 * several threads at once, and must not block: it holds up that thread. What it throws is logged once, and stops nothing.
 */
@FunctionalInterface
public interface ExchangeRecorder {

    /**
     * An exchange has ended.
     *
     * @param request as the caller gave it
     * @param outcome how it ended
     * @param nanos nanoseconds from the call to its reply or its end, waiting and connecting included; of a batch, from the call
     *     to the reply to this request
     */
    void record(WwepRequest request, ExchangeOutcome outcome, long nanos);
}
