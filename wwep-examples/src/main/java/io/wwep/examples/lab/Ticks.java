package io.wwep.examples.lab;

import io.wwep.examples.board.LedToggle;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which exercises a student has done, by what the server saw. A server cannot see whether a client waited for its reply: every
 * answered write counts as one of a client that did. Not thread-safe.
 */
final class Ticks {

    private static final Duration BOTH_PORTS = Duration.ofMinutes(10);

    private final Map<Exercise, Instant> done = new EnumMap<>(Exercise.class);
    private final Port plain = new Port();
    private final Port tls = new Port();

    /** What was seen on one port. */
    private static final class Port {
        private @Nullable Instant written;
        private boolean toggled;
        private boolean refusedIllegal;
    }

    /** Returns whether an exchange of this student ticked an exercise. */
    boolean see(Exchange exchange) {
        boolean secured = exchange.tlsProtocol() != null;
        Port port = secured ? tls : plain;
        boolean changed = false;
        if (Exchanges.isIllegal(exchange)) {
            port.refusedIllegal = true;
        } else if (Exchanges.isAccepted(exchange) && exchange.request() instanceof WwepRequest.Write write) {
            port.written = exchange.received();
            if (write.register() == LedToggle.REGISTER && write.value() <= 1) {
                port.toggled = true;
                changed = tick(Exercise.TOGGLE, exchange.received());
            }
            if (areClose(plain.written, tls.written)) {
                changed |= tick(Exercise.DUAL_CLIENT, exchange.received());
            }
        }
        if (port.toggled && port.refusedIllegal) {
            changed |= tick(secured ? Exercise.REPLY_OVER_TLS : Exercise.REPLY, exchange.received());
        }
        return changed;
    }

    private static boolean areClose(@Nullable Instant one, @Nullable Instant other) {
        return one != null
                && other != null
                && Duration.between(one, other).abs().compareTo(BOTH_PORTS) <= 0;
    }

    /** Ticks an exercise off. Returns whether it was not before. */
    boolean tick(Exercise exercise, Instant time) {
        return done.putIfAbsent(exercise, time) == null;
    }

    boolean isEmpty() {
        return done.isEmpty();
    }

    /** Replaces the ticks, by the exercises' numbers, and forgets what else was seen. */
    void restore(SortedMap<String, @Nullable Instant> ticks) {
        clear();
        ticks.forEach((number, time) -> {
            if (time != null) {
                Exercise.ofNumber(number).ifPresent(exercise -> done.put(exercise, time));
            }
        });
    }

    void clear() {
        done.clear();
        for (Port each : new Port[] {plain, tls}) {
            each.written = null;
            each.toggled = false;
            each.refusedIllegal = false;
        }
    }

    SortedMap<String, @Nullable Instant> byNumber() {
        SortedMap<String, @Nullable Instant> ticks = new TreeMap<>();
        done.forEach((exercise, time) -> ticks.put(exercise.toString(), time));
        return ticks;
    }
}
