package io.wwep.benchmarks.soak;

import io.wwep.protocol.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How requests ended, and what was wrong with it. Safe for use by several threads at once. */
final class Outcomes {

    /** Enough to see what is wrong. */
    private static final int MOST_FINDINGS = 20;

    private final LongAdder answered = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final List<String> findings = new CopyOnWriteArrayList<>();

    void add(Delivery delivery, @Nullable String finding) {
        switch (delivery) {
            case ANSWERED -> answered.increment();
            case NOT_SENT -> notSent.increment();
            case UNKNOWN -> unknown.increment();
        }
        if (finding != null) {
            find(finding);
        }
    }

    void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    long answered() {
        return answered.sum();
    }

    long notSent() {
        return notSent.sum();
    }

    long unknown() {
        return unknown.sum();
    }

    /** What was wrong; the first ones. */
    List<String> findings() {
        return findings;
    }
}
