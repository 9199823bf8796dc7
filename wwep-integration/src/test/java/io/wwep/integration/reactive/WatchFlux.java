package io.wwep.integration.reactive;

import io.wwep.gateway.Reading;
import io.wwep.gateway.WatchBuilder;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** A watch in Reactor. */
final class WatchFlux {

    private WatchFlux() {}

    // tag::flux[]
    /** Returns the values of a watch while they can be read. */
    static <T> Flux<T> values(WatchBuilder<T> watch) {
        return JdkFlowAdapter.flowPublisherToFlux(watch.publisher())
                .filter(Reading::isGood)
                .mapNotNull(Reading::value);
    }
    // end::flux[]
}
