package io.wwep.benchmarks.soak;

import io.wwep.protocol.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts how requests ended, and collects findings. Safe for use by several threads. */
final class Outcomes {

    /** Enough to diagnose a fault. */
    private static final int MAX_FINDINGS = 20;

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
            addFinding(finding);
        }
    }

    void addFinding(String finding) {
        if (findings.size() < MAX_FINDINGS) {
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

    /** Returns the first findings. */
    List<String> findings() {
        return findings;
    }
}
