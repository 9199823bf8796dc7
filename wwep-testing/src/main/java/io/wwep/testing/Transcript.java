package io.wwep.testing;

import java.io.IOException;
import java.nio.file.Path;
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
 * The events on a server's connections, in order. As text, it can be read, written by hand, and {@linkplain
 * WwepTestServer#replaying replayed}.
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
 * <p>Each line is an event: {@code >} bytes from the client, {@code <} bytes from the server, {@code !} a remark.
 * {@code opened plain} or {@code opened TLS} begins a connection, and {@code secured} ends its TLS handshake. {@code
 * left} means that the client closed the connection, {@code closed} and {@code reset} that the server did. Bytes are
 * escaped as in Java: {@code \n}, {@code \r}, {@code \\}, and {@code \xHH} for unprintable bytes; over TLS, they are
 * shown decrypted. The time may be omitted. Empty lines and lines that begin with {@code #} are ignored.
 *
 * <p>Immutable and thread-safe.
 *
 * @param events the events, in order
 */
public record Transcript(List<Event> events) {

    /** The kind of an event. */
    public enum Kind {
        /** The client opened a connection; the text is {@code plain} or {@code TLS}. */
        OPENED("opened"),

        /** The TLS handshake succeeded; the text is the TLS version. */
        SECURED("secured"),

        /** The client sent these bytes. */
        RECEIVED(">"),

        /** The server sent these bytes. */
        SENT("<"),

        /** A remark, such as a fault. */
        REMARK("!"),

        /** The client closed the connection, or its half of it. */
        LEFT("left"),

        /** The server closed the connection. */
        CLOSED("closed"),

        /** The server reset the connection. */
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
     * An event on a connection.
     *
     * @param time the time since the server was started or reset
     * @param connection the connection's number, from 1
     * @param kind what happened
     * @param text the text; for bytes, one character per byte, U+0000 to U+00FF
     */
    public record Event(Duration time, int connection, Kind kind, String text) {

        /**
         * Validates the components.
         *
         * @param time the time since the server was started or reset
         * @param connection the connection's number, from 1
         * @param kind what happened
         * @param text the text; for bytes, one character per byte, U+0000 to U+00FF
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
     * @param events the events, in order
     */
    public Transcript {
        Objects.requireNonNull(events, "events");
        events = List.copyOf(events);
    }

    /**
     * {@return the transcript parsed from text}
     *
     * @param text one line per event, as described above; lines end with LF or CR LF
     * @throws IllegalArgumentException if a line is invalid; the message names the line and the reason
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

    /**
     * {@return the transcript of the WWEP connections in a capture file, for {@linkplain WwepTestServer#replaying
     * replaying}} The file may come from {@code wwep server --pcap} or from tcpdump, in the pcap format; its packets
     * may be Ethernet, Linux cooked or raw IP. Connections to the course's ports count, 27708 and 40508; if there are
     * none, those to the only port that the capture has. All are opened as plain ones, since their bytes are plain
     * text.
     *
     * @param file at most 100 MB
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no capture in the pcap format, is damaged or too large, lacks bytes of
     *     a connection, has an encrypted one, or does not show which port is the server's; the message says which
     */
    public static Transcript ofCapture(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        return CaptureReader.read(file, null);
    }

    /**
     * {@return the transcript of a capture's connections to one port, like {@link #ofCapture(Path)}}
     *
     * @param file at most 100 MB
     * @param port the server's port, 1 to 65535
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException as for {@link #ofCapture(Path)}, or if there is no connection to this port
     */
    public static Transcript ofCapture(Path file, int port) throws IOException {
        Objects.requireNonNull(file, "file");
        return CaptureReader.read(file, port);
    }

    private static Event event(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not an event: '" + line
                    + "'; write it like '0.003 1 > W0FAC0B1234', where '>' may be <, !, opened, secured, left,"
                    + " closed or reset");
        }
        Kind kind = kind(matcher.group(4));
        String text = matcher.group(5) == null ? "" : matcher.group(5);
        if (text.isEmpty() == kind.hasText()) {
            throw new IllegalArgumentException("has " + (text.isEmpty() ? "nothing" : "'" + text + "'") + " after '"
                    + kind.sign + "', which requires " + (kind.hasText() ? "text" : "no text") + " there");
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
        throw new IllegalArgumentException("has an unknown event " + sign);
    }

    /** Returns the events of each connection, in the order in which the connections were opened. */
    List<List<Event>> connections() {
        Map<Integer, List<Event>> connections = new LinkedHashMap<>();
        events.forEach(event -> connections
                .computeIfAbsent(event.connection, first -> new ArrayList<>())
                .add(event));
        return List.copyOf(connections.values());
    }

    /** Returns the events of the connection at this index, in opening order from 0; empty if there are fewer. */
    List<Event> of(int index) {
        List<List<Event>> connections = connections();
        return index < connections.size() ? connections.get(index) : List.of();
    }

    /** Returns whether any connection uses TLS. */
    boolean isTls() {
        return events.stream().anyMatch(event -> event.kind == Kind.OPENED && event.text.equals("TLS"));
    }

    /** {@return the text, one line per event, which {@link #parse} can read} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event).append('\n'));
        return text.toString();
    }
}
