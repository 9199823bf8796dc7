package io.wwep.testing;

import io.wwep.testing.Transcript.Event;
import io.wwep.testing.Transcript.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A connection that replays the server's side of a connection in a transcript. */
final class ReplayedConnection extends TestConnection {

    private final List<Event> events;
    private final @Nullable SSLContext context;
    private int sequence;

    /** The number of events replayed. */
    private final AtomicInteger played = new AtomicInteger();

    private volatile Optional<String> difference = Optional.empty();

    /**
     * Creates a connection.
     *
     * @param context for TLS; null for a plain connection
     * @param events the events of this connection, in order
     */
    ReplayedConnection(PacedSocket socket, Recording recording, @Nullable SSLContext context, List<Event> events) {
        super(socket, recording, context != null);
        this.events = events;
        this.context = context;
    }

    /** Returns the first difference from the transcript, if any. */
    Optional<String> difference() {
        if (difference.isPresent() || played.get() == events.size()) {
            return difference;
        }
        return Optional.of("connection " + number() + " has not reached '" + text(events.get(played.get())) + "'");
    }

    private static String text(Event event) {
        return event.toString().strip();
    }

    @Override
    void serve() throws IOException {
        for (Event event : events) {
            perform(event);
            played.incrementAndGet();
        }
        byte[] more = new byte[1];
        int count = receive(more, 0, 1);
        if (count > 0) {
            failWith("the client sent '" + Bytes.escaped(Bytes.text(more, 0, 1)) + "', but the transcript has ended");
        }
        recordLeft();
    }

    private void perform(Event event) throws IOException {
        switch (event.kind()) {
            case OPENED, REMARK -> {
                // Later events determine what to do.
            }
            case SECURED -> secure(Objects.requireNonNull(context, "a TLS transcript needs a context"), firstByte());
            case SENT -> send(event.text());
            case RECEIVED -> expect(event);
            case LEFT -> {
                byte[] more = new byte[1];
                if (receive(more, 0, 1) > 0) {
                    failWith("'" + text(event) + "' was expected, but the client sent '"
                            + Bytes.escaped(Bytes.text(more, 0, 1)) + "'");
                }
            }
            case CLOSED -> {
                played.incrementAndGet();
                closeGracefully();
            }
            case RESET -> {
                played.incrementAndGet();
                reset();
            }
        }
    }

    /** Reads exactly as many bytes as expected: later bytes belong to the next event. */
    private void expect(Event event) throws IOException {
        byte[] bytes = new byte[event.text().length()];
        int length = 0;
        while (length < bytes.length) {
            int count = receive(bytes, length, bytes.length - length);
            length += Math.max(0, count);
            String text = Bytes.text(bytes, 0, length);
            if (count < 0 || !event.text().startsWith(text)) {
                if (length > 0) {
                    record(Kind.RECEIVED, text);
                }
                failWith("'" + text(event) + "' was expected, but the client " + (count < 0 ? "left after '" : "sent '")
                        + Bytes.escaped(text) + "'");
            }
        }
        sequence++;
        recording().receive(number(), sequence, event.text(), null, session());
    }

    private void failWith(String what) throws IOException {
        difference = Optional.of("connection " + number() + ": " + what);
        recordRemark(what);
        closeGracefully();
    }
}
