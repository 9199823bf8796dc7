package io.wwep.testing;

import io.wwep.protocol.WwepPorts;
import io.wwep.testing.CapturedTalk.Address;
import io.wwep.testing.Transcript.Event;
import io.wwep.testing.Transcript.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the connections of a capture file into a transcript. The file may contain anything. */
final class CaptureReader {

    private static final int MAX_CONNECTIONS = 100_000;
    private static final int MAX_EVENTS = 1_000_000;
    private static final Set<Integer> COURSE_PORTS = Set.of(WwepPorts.PLAIN, WwepPorts.TLS);

    /** The first byte of a TLS record with a handshake message. */
    private static final char TLS_HANDSHAKE = 0x16;

    /** The addresses of a connection, the lower one first, so that both directions have the same. */
    private record Ends(Address low, Address high) {

        static Ends of(TcpSegment segment) {
            return segment.from().compareTo(segment.to()) < 0
                    ? new Ends(segment.from(), segment.to())
                    : new Ends(segment.to(), segment.from());
        }
    }

    private final List<CapturedTalk> talks = new ArrayList<>();
    private final Map<Ends, CapturedTalk> open = new LinkedHashMap<>();
    private long start = -1;
    private int events;

    private CaptureReader() {}

    /**
     * Reads a file.
     *
     * @param port the server's port, or null to find it out
     * @throws IllegalArgumentException if it is not a capture that can be replayed
     */
    static Transcript read(Path file, @Nullable Integer port) throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            return new CaptureReader().transcript(input, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the capture " + file + " " + e.getMessage(), e);
        }
    }

    private Transcript transcript(InputStream input, @Nullable Integer port) throws IOException {
        PacketFile packets = new PacketFile(input);
        while (packets.next()) {
            TcpSegment segment = TcpSegment.of(packets.linkType(), packets.packet(), packets.isCut());
            if (segment != null) {
                add(segment, packets.micros());
            }
        }
        Set<Integer> ports =
                talks.stream().map(talk -> talk.server().port()).collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> wanted = wanted(ports, port);
        List<Event> all = new ArrayList<>();
        int number = 0;
        for (CapturedTalk talk : talks) {
            if (wanted.contains(talk.server().port())) {
                number++;
                check(talk, number);
                all.addAll(talk.events(number));
            }
        }
        all.sort((one, other) -> one.time().compareTo(other.time())); // stable: each connection stays in its order
        return new Transcript(all);
    }

    private void add(TcpSegment segment, long micros) {
        if (start < 0) {
            start = micros;
        }
        Ends ends = Ends.of(segment);
        CapturedTalk talk = open.get(ends);
        if (talk == null || (segment.isSyn() && !segment.isAck() && talk.hasBegun(segment))) {
            talk = new CapturedTalk(segment, COURSE_PORTS);
            if (talks.size() == MAX_CONNECTIONS) {
                throw new IllegalArgumentException(
                        "has more than " + MAX_CONNECTIONS + " connections: cut it with editcap");
            }
            talks.add(talk);
            open.put(ends, talk);
        }
        events += talk.add(segment, Duration.ofNanos(Math.max(0, micros - start) * 1_000));
        if (events > MAX_EVENTS) {
            throw new IllegalArgumentException("has more than " + MAX_EVENTS + " messages: cut it with editcap");
        }
    }

    private static Set<Integer> wanted(Set<Integer> found, @Nullable Integer port) {
        if (port != null) {
            if (!found.contains(port)) {
                throw new IllegalArgumentException("has no TCP connection to port " + port + "; "
                        + (found.isEmpty() ? "it has none at all" : "it" + " has some to " + found));
            }
            return Set.of(port);
        }
        Set<Integer> usual = new TreeSet<>(found);
        usual.retainAll(COURSE_PORTS);
        if (usual.isEmpty() && found.size() > 1) {
            throw new IllegalArgumentException("has TCP connections to several ports, " + found + ", and none is the"
                    + " course's: give the server's port");
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("has no TCP connections: check the filter it was made with");
        }
        return usual.isEmpty() ? found : usual;
    }

    private static void check(CapturedTalk talk, int number) {
        String name = "connection " + number + ", to port " + talk.server().port() + ",";
        if (talk.isIncomplete()) {
            throw new IllegalArgumentException("lacks bytes of " + name
                    + " so it cannot be replayed; capture whole packets, from before the client connects");
        }
        for (Event event : talk.events(number)) {
            if (event.kind() == Kind.RECEIVED) {
                if (event.text().charAt(0) == TLS_HANDSHAKE) {
                    throw new IllegalArgumentException("contains " + name
                            + " which is encrypted; let the server or the client write the capture (wwep server"
                            + " --pcap), which contains the text");
                }
                return;
            }
        }
    }
}
