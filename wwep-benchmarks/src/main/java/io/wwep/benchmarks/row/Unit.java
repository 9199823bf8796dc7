package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.server.Servers;
import java.util.Locale;

/** Formats figures: the median, with minimum and maximum in brackets. */
enum Unit {
    MICROSECONDS("µs", 1_000, "%.2f"),
    MILLISECONDS("ms", 1_000_000, "%.2f"),
    NANOSECONDS("ns", 1, "%.1f"),
    BYTES("B", 1, "%.0f"),
    ROUND_TRIPS("round trips", Servers.ROUND_TRIP.toNanos(), "%.3f");

    private final String symbol;
    private final double divisor;
    private final String format;

    Unit(String symbol, double divisor, String format) {
        this.symbol = symbol;
        this.divisor = divisor;
        this.format = format;
    }

    String symbol() {
        return symbol;
    }

    /** Converts a figure in nanoseconds or bytes to this unit. */
    double scaled(double figure) {
        return figure / divisor;
    }

    String text(Figures figures) {
        return number(figures.median()) + " " + symbol + " (" + number(figures.min()) + "–" + number(figures.max())
                + ")";
    }

    private String number(double figure) {
        return String.format(Locale.ROOT, format, scaled(figure));
    }
}
