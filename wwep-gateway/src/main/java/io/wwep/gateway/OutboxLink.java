package io.wwep.gateway;

import java.time.Duration;

/** Sends the writes of an outbox to one endpoint. */
interface OutboxLink {

    /** Returns the number of writes to send at once. */
    int limit();

    /** Returns how long to wait after the given number of failed attempts in a row, at least 1. */
    Duration delayAfter(int failures);

    /** Starts an attempt without blocking. Its result may arrive before this returns. */
    void send(OutboxAttempt attempt);
}
