package io.wwep.protocol;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes events on to a listener, catches what that throws, and reports the first failure. */
final class GuardedWireListener implements WireListener {

    private final WireListener listener;
    private final Consumer<? super Throwable> onFirstFailure;
    private final AtomicBoolean failed = new AtomicBoolean();

    GuardedWireListener(WireListener listener, Consumer<? super Throwable> onFirstFailure) {
        this.listener = listener;
        this.onFirstFailure = onFirstFailure;
    }

    @Override
    public @Nullable Connection opened(InetSocketAddress local, InetSocketAddress remote) {
        try {
            Connection connection = listener.opened(local, remote);
            return connection == null ? null : new Guarded(connection);
        } catch (Throwable e) { // includes an AssertionError from a test's listener
            report(e);
            return null;
        }
    }

    private void report(Throwable failure) {
        if (failed.compareAndSet(false, true)) {
            onFirstFailure.accept(failure);
        }
    }

    private final class Guarded implements Connection {

        private final Connection connection;
        private final AtomicBoolean receivedEnd = new AtomicBoolean();
        private final AtomicBoolean sentEnd = new AtomicBoolean();
        private final AtomicBoolean closed = new AtomicBoolean();

        Guarded(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void received(byte[] bytes, int from, int length) {
            call(to -> to.received(bytes, from, length));
        }

        @Override
        public void sent(byte[] bytes, int from, int length) {
            call(to -> to.sent(bytes, from, length));
        }

        @Override
        public void receivedEnd() {
            once(receivedEnd, Connection::receivedEnd);
        }

        @Override
        public void sentEnd() {
            once(sentEnd, Connection::sentEnd);
        }

        @Override
        public void closed() {
            once(closed, Connection::closed);
        }

        private void once(AtomicBoolean happened, Consumer<Connection> event) {
            if (happened.compareAndSet(false, true)) {
                call(event);
            }
        }

        private void call(Consumer<Connection> event) {
            try {
                event.accept(connection);
            } catch (Throwable e) {
                report(e);
            }
        }
    }
}
