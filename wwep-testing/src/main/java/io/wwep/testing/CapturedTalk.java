package io.wwep.testing;

import io.wwep.testing.Transcript.Event;
import io.wwep.testing.Transcript.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A TCP connection of a capture, and what happened on it. */
final class CapturedTalk {

    /** An end of a connection; the host is its IP address in hexadecimal. */
    record Address(String host, int port) implements Comparable<Address> {

        private static final Comparator<Address> ORDER =
                Comparator.comparing(Address::host).thenComparing(Address::port);

        @Override
        public int compareTo(Address other) {
            return ORDER.compare(this, other);
        }
    }

    /** Splits what one side sent without a pause, since a replay compares an event as a whole. */
    private static final int MAX_EVENT_BYTES = 1_000;

    /** An event whose text may still grow. */
    private static final class Growing {

        private final Duration time;
        private final Kind kind;
        private final StringBuilder text = new StringBuilder();

        Growing(Duration time, Kind kind) {
            this.time = time;
            this.kind = kind;
        }
    }

    private final Address server;
    private final int firstSequence;
    private final CapturedStream fromClient = new CapturedStream();
    private final CapturedStream fromServer = new CapturedStream();
    private final List<Growing> events = new ArrayList<>();
    private boolean clientLeft;
    private boolean over;

    /**
     * Creates a connection that begins with this segment, which is still to be added.
     *
     * @param serverPorts used to recognize the server if the segment is not of the handshake
     */
    CapturedTalk(TcpSegment first, Set<Integer> serverPorts) {
        boolean fromServerFirst = first.isSyn()
                ? first.isAck()
                : serverPorts.contains(first.from().port())
                        && !serverPorts.contains(first.to().port());
        this.server = fromServerFirst ? first.from() : first.to();
        this.firstSequence = first.sequence();
    }

    Address server() {
        return server;
    }

    /** Returns whether it began before this segment of a client, which begins a connection. */
    boolean hasBegun(TcpSegment opening) {
        return over || clientLeft || opening.sequence() != firstSequence;
    }

    /** Adds the next segment, in the order of the capture; returns by how many its events become more. */
    int add(TcpSegment segment, Duration time) {
        int before = events.size();
        if (events.isEmpty()) {
            event(time, Kind.OPENED).text.append("plain");
        }
        boolean byServer = segment.from().equals(server);
        CapturedStream stream = byServer ? fromServer : fromClient;
        boolean wasEnded = stream.isEnded();
        String text = stream.add(segment);
        if (!over && !text.isEmpty()) {
            append(time, byServer ? Kind.SENT : Kind.RECEIVED, text);
        }
        if (segment.isReset()) {
            end(time, byServer ? Kind.RESET : Kind.LEFT);
            over = true;
        } else if (stream.isEnded() && !wasEnded) {
            end(time, byServer ? Kind.CLOSED : Kind.LEFT);
        }
        return events.size() - before;
    }

    private void append(Duration time, Kind kind, String text) {
        Growing last = events.get(events.size() - 1);
        boolean fits = last.kind == kind && last.text.length() + text.length() <= MAX_EVENT_BYTES;
        (fits ? last : event(time, kind)).text.append(text);
    }

    /** Adds the end of one side. Whatever comes after the server's end is lost, as it was for the server. */
    private void end(Duration time, Kind kind) {
        if (!over && !(kind == Kind.LEFT && clientLeft)) {
            event(time, kind);
        }
        clientLeft |= kind == Kind.LEFT;
        over |= kind != Kind.LEFT;
    }

    private Growing event(Duration time, Kind kind) {
        Growing added = new Growing(time, kind);
        events.add(added);
        return added;
    }

    /** Returns whether bytes of it were not captured. */
    boolean isIncomplete() {
        return fromClient.isIncomplete() || fromServer.isIncomplete();
    }

    /** Returns its events, for a transcript in which it has this number. */
    List<Event> events(int number) {
        return events.stream()
                .map(event -> new Event(event.time, number, event.kind, event.text.toString()))
                .toList();
    }
}
