package io.wwep.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened on a server's connections, in its order: a text that people read and write, and that a server can
 * {@linkplain WwepTestServer#replaying replay}.
 *
 * <pre>
 * # time in seconds, connection, what happened
 *     0.000  1 opened plain
 *     0.002  1 &gt; W0FAC0B1234
 *     0.003  1 &lt; A0FAC0B1234
 *     0.003  1 ! reset after the reply
 *     0.003  1 reset
 * </pre>
 *
 * <p>A line is an event: {@code >} what the client sent, {@code <} what the server sent, {@code !} a remark. {@code
 * opened plain} or {@code opened TLS} begins a connection, {@code secured} ends its TLS handshake; {@code left} says that
 * the client has ended it, {@code closed} and {@code reset} that the server has. Bytes are as in Java: {@code \n}, {@code
 * \r}, {@code \\}, and {@code \xHH} for what is not printable; over TLS they are what was encrypted. The time may be left out;
 * empty lines and those that begin with {@code #} are comments.
 *
 * <p>Immutable and thread-safe.
 *
 * @param events what happened
 */
public record Transcript(List<Event> events) {

    /** What an event is. */
    public enum Kind {
        /** The client has opened a connection; the text is {@code plain} or {@code TLS}. */
        OPENED("opened"),

        /** The TLS handshake is done; the text is the version of TLS. */
        SECURED("secured"),

        /** The client has sent these bytes. */
        RECEIVED(">"),

        /** The server has sent these bytes. */
        SENT("<"),

        /** Something to know, such as a fault. */
        REMARK("!"),

        /** The client has closed the connection, or its half of it. */
        LEFT("left"),

        /** The server has closed the connection. */
        CLOSED("closed"),

        /** The server has reset the connection. */
        RESET("reset");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        boolean isOfBytes() {
            return this == RECEIVED || this == SENT;
        }

        private boolean hasText() {
            return this == OPENED || this == SECURED || this == REMARK || isOfBytes();
        }
    }

    /**
     * Something that happened on a connection.
     *
     * @param time since the server was started or reset
     * @param connection its number, from 1
     * @param kind what happened
     * @param text of bytes: one character for each, U+0000 to U+00FF
     */
    public record Event(Duration time, int connection, Kind kind, String text) {

        /**
         * Validates the components.
         *
         * @param time since the server was started or reset
         * @param connection its number, from 1
         * @param kind what happened
         * @param text of bytes: one character for each, U+0000 to U+00FF
         */
        public Event {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            String detail = kind.isOfBytes() ? Bytes.escaped(text) : text;
            return String.format(Locale.ROOT, "%9.3f %2d %s", time.toMillis() / 1_000.0, connection, kind.sign)
                    + (detail.isEmpty() ? "" : " " + detail);
        }
    }

    private static final Pattern LINE = Pattern.compile(
            " *(?:(\\d{1,9})\\.(\\d{3}) +)?(\\d{1,9}) (opened|secured|>|<|!|left|closed|reset)(?: (.*))?");

    /**
     * Copies the list.
     *
     * @param events what happened, in its order
     */
    public Transcript {
        Objects.requireNonNull(events, "events");
        events = List.copyOf(events);
    }

    /**
     * {@return the transcript that a text writes}
     *
     * @param text a line for each event, as above; lines end with LF or CR LF
     * @throws IllegalArgumentException if a line is none of a transcript's; it says which and why
     */
    public static Transcript parse(String text) {
        Objects.requireNonNull(text, "text");
        List<Event> events = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                events.add(event(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " of the transcript " + e.getMessage(), e);
            }
        }
        return new Transcript(events);
    }

    private static Event event(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "is not an event: '" + line
                            + "'; write such as '0.003 1 > W0FAC0B1234', where '>' may be <, !, opened, secured, left, closed or reset");
        }
        Kind kind = kind(matcher.group(4));
        String text = matcher.group(5) == null ? "" : matcher.group(5);
        if (text.isEmpty() == kind.hasText()) {
            throw new IllegalArgumentException("has " + (text.isEmpty() ? "nothing" : "'" + text + "'") + " behind '"
                    + kind.sign + "', which has " + (kind.hasText() ? "something" : "nothing") + " there");
        }
        if (kind == Kind.OPENED && !text.equals("plain") && !text.equals("TLS")) {
            throw new IllegalArgumentException("is 'opened " + text + "'; write 'opened plain' or 'opened TLS'");
        }
        Duration time = matcher.group(1) == null
                ? Duration.ZERO
                : Duration.ofSeconds(Long.parseLong(matcher.group(1))).plusMillis(Long.parseLong(matcher.group(2)));
        return new Event(
                time, Integer.parseInt(matcher.group(3)), kind, kind.isOfBytes() ? Bytes.unescaped(text) : text);
    }

    private static Kind kind(String sign) {
        for (Kind kind : Kind.values()) {
            if (kind.sign.equals(sign)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("has no such event as " + sign);
    }

    /** The events of each connection, in the order in which they were opened. */
    List<List<Event>> connections() {
        Map<Integer, List<Event>> connections = new LinkedHashMap<>();
        events.forEach(event -> connections
                .computeIfAbsent(event.connection, first -> new ArrayList<>())
                .add(event));
        return List.copyOf(connections.values());
    }

    /** The events of the connection that was opened as this one, counted from 0; none if there were fewer. */
    List<Event> of(int place) {
        List<List<Event>> connections = connections();
        return place < connections.size() ? connections.get(place) : List.of();
    }

    /** Whether a connection in it is over TLS. */
    boolean isTls() {
        return events.stream().anyMatch(event -> event.kind == Kind.OPENED && event.text.equals("TLS"));
    }

    /** {@return the text, a line for each event; {@link #parse} reads it} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event).append('\n'));
        return text.toString();
    }
}
