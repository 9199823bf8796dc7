package io.wwep.gateway.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Registers a group of a client's meters. */
@FunctionalInterface
interface MeterSource {

    /**
     * Registers the meters.
     *
     * @return the meters, which are removed with the client
     */
    List<Meter> register(MeterRegistry registry, Tags tags);
}
