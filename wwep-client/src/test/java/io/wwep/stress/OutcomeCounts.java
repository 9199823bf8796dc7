package io.wwep.stress;

import io.wwep.stress.Call.Ending;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts how the requests of several runs ended. Thread-safe. */
final class OutcomeCounts {

    private int seeds;
    private final Map<Ending, Long> requests = new EnumMap<>(Ending.class);

    synchronized int seeds() {
        return seeds;
    }

    synchronized void add(List<Call> calls) {
        seeds++;
        for (Call call : calls) {
            for (Exchange exchange : call.exchanges()) {
                requests.merge(ending(call, exchange), 1L, Long::sum);
            }
        }
    }

    /** Returns the ending of a request; unanswered requests of an interrupted or canceled call end like the call. */
    private static Ending ending(Call call, Exchange exchange) {
        return switch (exchange.delivery()) {
            case ANSWERED -> Ending.ANSWERED;
            case UNKNOWN, NOT_SENT ->
                call.ending() == Ending.INTERRUPTED || call.ending() == Ending.CANCELLED
                        ? call.ending()
                        : Ending.valueOf(exchange.delivery().name());
        };
    }

    @Override
    public synchronized String toString() {
        long all = requests.values().stream().mapToLong(Long::longValue).sum();
        return seeds + " seeds, " + all + " requests: "
                + Arrays.stream(Ending.values())
                        .map(ending -> requests.getOrDefault(ending, 0L) + " "
                                + ending.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }
}
