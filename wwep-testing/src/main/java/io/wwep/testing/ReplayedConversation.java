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

/** A connection that plays the server's side of a connection in a transcript. */
final class ReplayedConversation extends Conversation {

    private final List<Event> events;
    private final @Nullable SSLContext context;
    private int sequence;

    /** How many events were played. */
    private final AtomicInteger played = new AtomicInteger();

    private volatile Optional<String> difference = Optional.empty();

    /**
     * A connection.
     *
     * @param context for TLS; null for a plain connection
     * @param events of this connection alone, in their order
     */
    ReplayedConversation(PacedSocket socket, Recording recording, @Nullable SSLContext context, List<Event> events) {
        super(socket, recording, context != null);
        this.events = events;
        this.context = context;
    }

    /** What was not as in the transcript, if anything was not. */
    Optional<String> difference() {
        if (difference.isPresent() || played.get() == events.size()) {
            return difference;
        }
        return Optional.of("connection " + number() + " has not come to '" + text(events.get(played.get())) + "'");
    }

    private static String text(Event event) {
        return event.toString().strip();
    }

    @Override
    void talk() throws IOException {
        for (Event event : events) {
            play(event);
            played.incrementAndGet();
        }
        byte[] more = new byte[1];
        int count = receive(more, 0, 1);
        if (count > 0) {
            differ("the client has sent '" + Bytes.escaped(Bytes.text(more, 0, 1))
                    + "', but the transcript is at its end");
        }
        left();
    }

    private void play(Event event) throws IOException {
        switch (event.kind()) {
            case OPENED, REMARK -> {
                // What follows tells what to do.
            }
            case SECURED -> secure(Objects.requireNonNull(context, "a transcript with TLS is over TLS"), firstByte());
            case SENT -> send(event.text());
            case RECEIVED -> expect(event);
            case LEFT -> {
                byte[] more = new byte[1];
                if (receive(more, 0, 1) > 0) {
                    differ("'" + text(event) + "' was expected, but the client has sent '"
                            + Bytes.escaped(Bytes.text(more, 0, 1)) + "'");
                }
            }
            case CLOSED -> {
                played.incrementAndGet();
                hangUp();
            }
            case RESET -> {
                played.incrementAndGet();
                reset();
            }
        }
    }

    /** Reads just as many bytes: what comes after them is the next event's. */
    private void expect(Event event) throws IOException {
        byte[] bytes = new byte[event.text().length()];
        int length = 0;
        while (length < bytes.length) {
            int count = receive(bytes, length, bytes.length - length);
            length += Math.max(0, count);
            String text = Bytes.text(bytes, 0, length);
            if (count < 0 || !event.text().startsWith(text)) {
                if (length > 0) {
                    note(Kind.RECEIVED, text);
                }
                differ("'" + text(event) + "' was expected, but the client "
                        + (count < 0 ? "has left after '" : "has sent '") + Bytes.escaped(text) + "'");
            }
        }
        sequence++;
        recording().receive(number(), sequence, event.text(), null, session());
    }

    private void differ(String what) throws IOException {
        difference = Optional.of("connection " + number() + ": " + what);
        remark(what);
        hangUp();
    }
}
