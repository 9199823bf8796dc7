package io.wwep.gateway.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Registers some meters of a client in a registry. */
@FunctionalInterface
interface MeterSource {

    /**
     * Registers the meters.
     *
     * @return what to remove with the client
     */
    List<Meter> register(MeterRegistry registry, Tags tags);
}
