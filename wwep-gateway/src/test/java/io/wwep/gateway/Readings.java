package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A consumer that keeps the readings of a watch, and lets a test wait for them. */
final class Readings<T> implements Consumer<Reading<T>> {

    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<Reading<T>> fresh = new LinkedBlockingQueue<>();
    private final List<Reading<T>> all = new CopyOnWriteArrayList<>();

    @Override
    public void accept(Reading<T> reading) {
        all.add(reading);
        fresh.add(reading);
    }

    /** Returns the next reading that no one took yet. */
    Reading<T> next() throws InterruptedException {
        Reading<T> reading = fresh.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(reading).as("the next reading after %s", all).isNotNull();
        return reading;
    }

    /** Skips readings up to the first that fits. */
    Reading<T> next(Predicate<Reading<T>> fits) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        Reading<T> reading = next();
        while (!fits.test(reading)) {
            assertThat(System.nanoTime() - end)
                    .as("none of the readings up to %s is the awaited one", reading)
                    .isNegative();
            reading = next();
        }
        return reading;
    }

    /** Skips readings up to the first that is good and has this value. */
    void awaitGood(T value) throws InterruptedException {
        var unused = next(reading -> reading.isGood() && value.equals(reading.value()));
    }

    /** Skips readings up to the first with this value. */
    void awaitValue(T value) throws InterruptedException {
        var unused = next(reading -> value.equals(reading.value()));
    }

    List<Reading<T>> all() {
        return List.copyOf(all);
    }
}
