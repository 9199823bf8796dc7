package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A user's listener as clients and servers call it. */
class GuardedWireListenerTest {

    private static final InetSocketAddress LOCAL = InetSocketAddress.createUnresolved("local", 1);
    private static final InetSocketAddress REMOTE = InetSocketAddress.createUnresolved("remote", 2);
    private static final byte[] BYTES = "R0FAC0B".getBytes(StandardCharsets.US_ASCII);

    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private WireListener.Connection opened(WireListener listener) {
        return Objects.requireNonNull(listener.guarded(failures::add).opened(LOCAL, REMOTE));
    }

    @Test
    void allEventsArePassedOn() {
        WireListener.Connection connection = opened((local, remote) -> {
            events.add("opened from " + local.getHostString() + " to " + remote.getHostString());
            return new NotingConnection();
        });

        connection.sent(BYTES, 0, 3);
        connection.received(BYTES, 1, 4);
        connection.sentEnd();
        connection.receivedEnd();
        connection.closed();

        assertThat(events)
                .containsExactly(
                        "opened from local to remote", "sent R0F", "received 0FAC", "sentEnd", "receivedEnd", "closed");
        assertThat(failures).isEmpty();
    }

    @Test
    void eachEndIsPassedOnOnce() {
        WireListener.Connection connection = opened((local, remote) -> new NotingConnection());

        for (int i = 0; i < 2; i++) {
            connection.receivedEnd();
            connection.sentEnd();
            connection.closed();
        }

        assertThat(events).containsExactly("receivedEnd", "sentEnd", "closed");
    }

    @Test
    void aListenerMayIgnoreAConnection() {
        WireListener listener = (local, remote) -> null;

        assertThat(listener.guarded(failures::add).opened(LOCAL, REMOTE)).isNull();
        assertThat(failures).isEmpty();
    }

    @Test
    void onlyTheFirstFailureIsReported() {
        WireListener.Connection connection = opened((local, remote) -> new WireListener.Connection() {

            @Override
            public void sent(byte[] bytes, int from, int length) {
                throw new IllegalStateException("first");
            }

            @Override
            public void closed() {
                throw new AssertionError("second");
            }
        });

        connection.sent(BYTES, 0, BYTES.length);
        connection.closed();

        assertThat(failures).singleElement().asString().contains("first");
    }

    @Test
    void aConnectionThatAListenerFailsToOpenIsIgnored() {
        WireListener listener = (local, remote) -> {
            throw new AssertionError("on purpose");
        };

        assertThat(listener.guarded(failures::add).opened(LOCAL, REMOTE)).isNull();
        assertThat(failures).singleElement().isInstanceOf(AssertionError.class);
    }

    private final class NotingConnection implements WireListener.Connection {

        @Override
        public void received(byte[] bytes, int from, int length) {
            events.add("received " + text(bytes, from, length));
        }

        @Override
        public void sent(byte[] bytes, int from, int length) {
            events.add("sent " + text(bytes, from, length));
        }

        @Override
        public void receivedEnd() {
            events.add("receivedEnd");
        }

        @Override
        public void sentEnd() {
            events.add("sentEnd");
        }

        @Override
        public void closed() {
            events.add("closed");
        }

        private static String text(byte[] bytes, int from, int length) {
            return new String(bytes, from, length, StandardCharsets.US_ASCII);
        }
    }
}
