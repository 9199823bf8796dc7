package io.wwep.testing;

import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Transcript.Event;
import io.wwep.testing.Transcript.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Records the events on a server since its start or last reset. Safe for use by several threads at once. */
final class Recording {

    private final long startNanos = System.nanoTime();
    private final int port;
    private final List<Event> events = new ArrayList<>();
    private final BlockingQueue<RecordedRequest> requests = new LinkedBlockingQueue<>();
    private int connections;
    private int exchanges;

    Recording(int port) {
        this.port = port;
    }

    /** Records a new connection. Returns its number. */
    synchronized int open(boolean overTls) {
        connections++;
        add(connections, Kind.OPENED, overTls ? "TLS" : "plain");
        return connections;
    }

    synchronized void add(int connection, Kind kind, String text) {
        events.add(new Event(Duration.ofNanos(System.nanoTime() - startNanos), connection, kind, text));
    }

    /** Records a received message, with any line ends before it. */
    RecordedRequest receive(
            int connection, int sequence, String text, @Nullable WwepRequest request, @Nullable SSLSession tls) {
        add(connection, Kind.RECEIVED, text);
        RecordedRequest recorded = new RecordedRequest(
                Bytes.escaped(text.stripLeading()),
                Optional.ofNullable(request),
                connection,
                sequence,
                port,
                Optional.ofNullable(tls));
        requests.add(recorded);
        return recorded;
    }

    synchronized void answered() {
        exchanges++;
    }

    /** Removes and returns the oldest request, or returns null if none arrives within the time. */
    @Nullable
    RecordedRequest poll(Duration time) throws InterruptedException {
        return requests.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int exchanges() {
        return exchanges;
    }

    synchronized Transcript transcript() {
        return new Transcript(events);
    }
}
