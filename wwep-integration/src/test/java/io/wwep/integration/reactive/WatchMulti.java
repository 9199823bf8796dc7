package io.wwep.integration.reactive;

import io.smallrye.mutiny.Multi;
import io.wwep.gateway.Reading;
import io.wwep.gateway.WatchBuilder;

/** A watch in Mutiny. */
final class WatchMulti {

    private WatchMulti() {}

    // tag::multi[]
    /** Returns the values of a watch while they can be read. */
    static <T> Multi<T> values(WatchBuilder<T> watch) {
        return Multi.createFrom()
                .publisher(watch.publisher())
                .select()
                .where(Reading::isGood)
                .map(Reading::value);
    }
    // end::multi[]
}
