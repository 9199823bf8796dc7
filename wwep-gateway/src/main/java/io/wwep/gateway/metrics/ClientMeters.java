package io.wwep.gateway.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.LossCause;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one client, in all registries. Thread-safe. */
final class ClientMeters implements ExchangeRecorder {

    private static final ExchangeTimers[] NONE = {};

    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();

    /** One for each registry; copied on write, so that recording needs no lock. */
    private volatile ExchangeTimers[] timers = NONE;

    @GuardedBy("lock")
    private final List<MeterSource> sources = new ArrayList<>(2);

    @GuardedBy("lock")
    private final List<Registered> registered = new ArrayList<>();

    @GuardedBy("lock")
    private boolean isRemoved;

    private record Registered(MeterRegistry registry, Meter meter) {}

    ClientMeters(Tags tags) {
        this.tags = tags;
    }

    @Override
    public void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        for (ExchangeTimers each : timers) {
            each.record(request, outcome, nanos);
        }
    }

    /** Adds the meters that read the client's statistics. */
    void watch(Supplier<WwepStatistics> statistics) {
        addMeters((registry, to) -> {
            List<Meter> meters = new ArrayList<>(List.of(
                    gauge(
                            registry,
                            to,
                            "wwep.client.requests.in.flight",
                            "sent and not yet answered",
                            statistics,
                            WwepStatistics::inFlight),
                    gauge(
                            registry,
                            to,
                            "wwep.client.requests.queued",
                            "waiting to be sent",
                            statistics,
                            WwepStatistics::queued),
                    counter(
                            registry,
                            to,
                            "wwep.client.requests.resent",
                            "requests",
                            "queued again for another connection",
                            statistics,
                            WwepStatistics::resent),
                    counter(
                            registry,
                            to,
                            "wwep.client.connections.opened",
                            "connections",
                            "opened, with TLS",
                            statistics,
                            WwepStatistics::connectionsOpened),
                    counter(
                            registry,
                            to,
                            "wwep.client.connects.failed",
                            "attempts",
                            "failed to connect",
                            statistics,
                            WwepStatistics::connectsFailed)));
            for (LossCause cause : LossCause.values()) {
                meters.add(counter(
                        registry,
                        to.and("cause", cause.name().toLowerCase(Locale.ROOT)),
                        "wwep.client.connections.lost",
                        "connections",
                        "broken, or abandoned after a timeout or unexpected data",
                        statistics,
                        of -> of.connectionsLost(cause)));
            }
            return meters;
        });
    }

    void addMeters(MeterSource source) {
        lock.lock();
        try {
            if (isRemoved) {
                return;
            }
            sources.add(source);
            for (ExchangeTimers each : timers) {
                register(source, each.registry());
            }
        } finally {
            lock.unlock();
        }
    }

    void bindTo(MeterRegistry registry) {
        lock.lock();
        try {
            ExchangeTimers[] more = Arrays.copyOf(timers, timers.length + 1);
            more[timers.length] = new ExchangeTimers(registry, tags);
            timers = more;
            sources.forEach(source -> register(source, registry));
        } finally {
            lock.unlock();
        }
    }

    void remove() {
        lock.lock();
        try {
            isRemoved = true;
            for (ExchangeTimers each : timers) {
                each.remove();
            }
            timers = NONE;
            registered.forEach(each -> each.registry().remove(each.meter()));
            registered.clear();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void register(MeterSource source, MeterRegistry registry) {
        source.register(registry, tags).forEach(meter -> registered.add(new Registered(registry, meter)));
    }

    private static Meter gauge(
            MeterRegistry registry,
            Tags tags,
            String name,
            String description,
            Supplier<WwepStatistics> statistics,
            ToDoubleFunction<WwepStatistics> value) {
        return Gauge.builder(name, () -> value.applyAsDouble(statistics.get()))
                .description("Requests " + description)
                .tags(tags)
                .register(registry);
    }

    private static Meter counter(
            MeterRegistry registry,
            Tags tags,
            String name,
            String unit,
            String description,
            Supplier<WwepStatistics> statistics,
            ToDoubleFunction<WwepStatistics> value) {
        // Micrometer references the supplier weakly; the lambda keeps it reachable until the meter is removed.
        return FunctionCounter.builder(name, statistics, of -> value.applyAsDouble(statistics.get()))
                .description("Number of " + unit + " " + description)
                .tags(tags)
                .register(registry);
    }
}
