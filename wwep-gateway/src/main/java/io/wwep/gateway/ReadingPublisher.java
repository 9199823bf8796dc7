package io.wwep.gateway;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Publishes the readings of a register; starts a watch for each subscriber. */
final class ReadingPublisher<T> implements Flow.Publisher<Reading<T>> {

    private final GatewayDevice device;
    private final Reporting<T> reporting;

    ReadingPublisher(GatewayDevice device, Reporting<T> reporting) {
        this.device = device;
        this.reporting = reporting;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Reading<T>> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Subscription<T> subscription = new Subscription<>(subscriber);
        Watch<T> watch;
        try {
            watch = device.start(reporting, subscription, 0, true);
        } catch (IllegalStateException e) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(e);
            return;
        }
        subscription.begin(watch);
        try {
            subscriber.onSubscribe(subscription);
        } finally {
            watch.release();
        }
    }

    /** One subscriber's watch. */
    private static final class Subscription<T> implements Flow.Subscription, DeliveryQueue.Receiver<T> {

        /** Null after cancellation, so that the subscriber can be garbage-collected (rule 3.13). */
        private final AtomicReference<Flow.@Nullable Subscriber<? super Reading<T>>> subscriber;

        private final AtomicBoolean isRefused = new AtomicBoolean();
        private volatile @Nullable Watch<T> watch;

        Subscription(Flow.Subscriber<? super Reading<T>> subscriber) {
            this.subscriber = new AtomicReference<>(subscriber);
        }

        void begin(Watch<T> started) {
            watch = started;
        }

        private Watch<T> watch() {
            return Objects.requireNonNull(watch);
        }

        @Override
        public void request(long n) {
            if (n > 0) {
                watch().request(n);
            } else if (isRefused.compareAndSet(false, true)) {
                watch().end();
            }
        }

        @Override
        public void cancel() {
            subscriber.set(null);
            watch().cancel();
        }

        @Override
        public void next(Reading<T> reading) {
            Flow.Subscriber<? super Reading<T>> to = subscriber.get();
            if (to != null && !isRefused.get()) {
                try {
                    to.onNext(reading);
                } catch (Throwable e) {
                    cancel(); // as Reactive Streams requires
                    throw e;
                }
            }
        }

        @Override
        public void end() {
            Flow.Subscriber<? super Reading<T>> to = subscriber.getAndSet(null);
            if (to == null) {
                return;
            }
            watch().cancel();
            if (isRefused.get()) {
                to.onError(new IllegalArgumentException("rule 3.9: the number of requested readings must be positive"));
            } else {
                to.onComplete();
            }
        }
    }
}
