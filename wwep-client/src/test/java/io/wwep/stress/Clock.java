package io.wwep.stress;

import java.util.concurrent.atomic.AtomicLong;

/** Orders what the callers and the peer do: of two moments, the later one has the greater number. */
final class Clock {

    private final AtomicLong time = new AtomicLong();

    long tick() {
        return time.incrementAndGet();
    }
}
