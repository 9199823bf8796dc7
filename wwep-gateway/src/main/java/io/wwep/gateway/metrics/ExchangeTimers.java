package io.wwep.gateway.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.wwep.client.ExchangeOutcome;
import io.wwep.protocol.WwepRequest;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one client's exchanges in one registry, by command and outcome. Timers are created when first used:
 * most outcomes never occur, and a gateway may have thousands of clients. Thread-safe.
 */
final class ExchangeTimers {

    static final String NAME = "wwep.client.exchange";

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.gateway");
    private static final String[] COMMANDS = {"read", "write", "raw"};
    private static final ExchangeOutcome[] OUTCOMES = ExchangeOutcome.values();

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicReferenceArray<@Nullable Timer> timers =
            new AtomicReferenceArray<>(COMMANDS.length * OUTCOMES.length);
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean isRemoved;

    ExchangeTimers(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Records an exchange. Allocates nothing once its timer exists. */
    @SuppressWarnings("EnumOrdinal") // an array index that is never stored, and needs no allocation
    void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        int index = command(request) * OUTCOMES.length + outcome.ordinal();
        Timer timer = timers.get(index);
        if (timer == null) {
            timer = create(index);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void remove() {
        lock.lock();
        try {
            isRemoved = true;
            for (int i = 0; i < timers.length(); i++) {
                Timer timer = timers.get(i);
                if (timer != null) {
                    registry.remove(timer);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Timer create(int index) {
        Tags all = tags.and(
                "command",
                COMMANDS[index / OUTCOMES.length],
                "outcome",
                OUTCOMES[index % OUTCOMES.length].name().toLowerCase(Locale.ROOT));
        lock.lock();
        try {
            Timer timer = timers.get(index);
            if (timer == null) {
                timer = isRemoved ? unregistered(all) : register(all);
                timers.set(index, timer);
            }
            return timer;
        } finally {
            lock.unlock();
        }
    }

    private Timer register(Tags all) {
        try {
            return Timer.builder(NAME)
                    .description("From the call to its reply or failure, waiting and connecting included")
                    .tags(all)
                    .register(registry);
        } catch (RuntimeException e) { // from the registry, or from a user's filter
            LOG.warn("no timer {} {}: the registry failed: {}", NAME, all, e.toString(), e);
            return unregistered(all);
        }
    }

    private static Timer unregistered(Tags all) {
        return new NoopTimer(new Meter.Id(NAME, all, null, null, Meter.Type.TIMER));
    }

    private static int command(WwepRequest request) {
        if (request instanceof WwepRequest.Read) {
            return 0;
        }
        return request instanceof WwepRequest.Write ? 1 : 2;
    }
}
