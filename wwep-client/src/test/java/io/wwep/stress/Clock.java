package io.wwep.stress;

import java.util.concurrent.atomic.AtomicLong;

/** A logical clock that orders the actions of the callers and the peer. */
final class Clock {

    private final AtomicLong time = new AtomicLong();

    long tick() {
        return time.incrementAndGet();
    }
}
