package io.wwep.client;

import io.wwep.protocol.WwepRequest;

/**
 * Records how each exchange ended, for metrics. Unlike the events of a {@link WwepListener}, no exchange is ever left out,
 * and the client allocates nothing to record a single one. For a batch, it allocates 8 bytes per request and some 40 more,
 * to keep the times of the replies.
 *
 * <p>Called exactly once for each request, including each request of a batch. For a blocking call, it is called on the calling
 * thread before the call returns; for a future, on the thread that completes it, before it is complete, or on the thread that
 * cancels it. Must be thread-safe, since several threads call it at once, and must not block, since that delays those threads.
 * No lock is held during the call. The first exception it throws is logged; exceptions do not affect exchanges.
 */
@FunctionalInterface
public interface ExchangeRecorder {

    /**
     * Records an exchange that has ended.
     *
     * @param request as the caller gave it
     * @param outcome how it ended
     * @param nanos nanoseconds from the call to its reply or failure, including waiting and connecting; for a batch, from the
     *     call to the reply to this request
     */
    void record(WwepRequest request, ExchangeOutcome outcome, long nanos);
}
