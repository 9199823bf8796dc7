package io.wwep.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.wwep.gateway.GatewayEndpoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The meters of an endpoint's polls, in all registries. Thread-safe. */
final class EndpointMeters implements MeterSource {

    private final ClientMeters client;
    private final GatewayEndpoint endpoint;
    private final List<Polls> polls = new CopyOnWriteArrayList<>();

    /** The meters of polls in one registry. */
    private record Polls(Timer succeeded, Timer failed, Timer lateness, Counter missed, Counter stale) {}

    EndpointMeters(ClientMeters client, GatewayEndpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    @Override
    public List<Meter> register(MeterRegistry registry, Tags tags) {
        Polls added = new Polls(
                poll(registry, tags, "success"),
                poll(registry, tags, "failure"),
                Timer.builder("wwep.gateway.poll.lateness")
                        .description("From the time a poll was due to its start")
                        .tags(tags)
                        .register(registry),
                counter(registry, tags, "wwep.gateway.polls.missed", "polls", "skipped because the last was not over"),
                counter(registry, tags, "wwep.gateway.watches.became.stale", "watches", "that became stale"));
        Gauge watches = gauge(
                registry,
                tags,
                "wwep.gateway.watches",
                "Watches",
                e -> e.status().watches());
        Gauge stale = gauge(
                registry,
                tags,
                "wwep.gateway.watches.stale",
                "Watches that are stale now",
                e -> e.status().stale());
        polls.add(added);
        return List.of(added.succeeded, added.failed, added.lateness, added.missed, added.stale, watches, stale);
    }

    ClientMeters client() {
        return client;
    }

    void polled(long latenessNanos, long nanos, boolean succeeded) {
        for (Polls each : polls) {
            (succeeded ? each.succeeded : each.failed).record(nanos, TimeUnit.NANOSECONDS);
            each.lateness.record(Math.max(0, latenessNanos), TimeUnit.NANOSECONDS);
        }
    }

    void missed(long count) {
        polls.forEach(each -> each.missed.increment((double) count));
    }

    void becameStale() {
        polls.forEach(each -> each.stale.increment());
    }

    private static Timer poll(MeterRegistry registry, Tags tags, String outcome) {
        return Timer.builder("wwep.gateway.poll")
                .description("From the start of a poll to its end")
                .tags(tags.and("outcome", outcome))
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, Tags tags, String name, String unit, String description) {
        return Counter.builder(name)
                .description("Number of " + unit + " " + description)
                .tags(tags)
                .register(registry);
    }

    private Gauge gauge(
            MeterRegistry registry,
            Tags tags,
            String name,
            String description,
            ToDoubleFunction<GatewayEndpoint> value) {
        return Gauge.builder(name, () -> value.applyAsDouble(endpoint))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
