package io.wwep.examples.lab.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the pages that are open, at most every 100 ms; less often to more than 100 pages, whose writes would delay
 * the register server. All but {@link #publish} runs on the event loop.
 *
 * <p>Keeps the newest events for pages that come back. A page that does not read is cut off.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty closes a channel when a write fails.
final class EventStreams {

    /** The maximum number of bytes that wait for one page, and of one that comes back. */
    static final int MAX_WAITING = 1 << 20;

    static final int KEPT = 2_000;

    private static final int STREAMS = 600;
    private static final int STREAMS_OF_ADDRESS = 100;
    private static final long INTERVAL_MILLIS = 100;
    private static final long MILLIS_PER_STREAM = 1;
    private static final long COMMENT_SECONDS = 15;
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    /** An event as it is sent. */
    private static final class Event {

        final long id;
        final byte[] bytes;

        Event(long id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }
    }

    private final EventLoop loop;
    private final OpenCounts<InetAddress> counts = new OpenCounts<>(STREAMS, STREAMS_OF_ADDRESS);
    private final Set<Channel> streams = new LinkedHashSet<>();
    private final Deque<Event> kept = new ArrayDeque<>();
    private final List<Event> unsent = new ArrayList<>();
    private final Future<?> comments;

    /** The id of the newest event that was dropped or never here; pages that saw it miss nothing. */
    private long before;

    private boolean sendsLater;
    private long lastSent = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);

    /**
     * Creates streams without a page.
     *
     * @param newest the id of the newest event so far
     */
    EventStreams(EventLoop loop, long newest) {
        this.loop = loop;
        this.before = newest;
        this.comments =
                loop.scheduleAtFixedRate(() -> sendAll(COMMENT), COMMENT_SECONDS, COMMENT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Sends an event to all pages, soon. May be called on any thread, and does not block.
     *
     * @param id the one after that of the event before
     * @param data JSON on one line
     */
    void publish(long id, String type, String data) {
        byte[] bytes = ("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        try {
            loop.execute(() -> add(new Event(id, bytes)));
        } catch (RejectedExecutionException e) {
            // The server has been closed.
        }
    }

    private void add(Event event) {
        if (kept.isEmpty()) {
            before = event.id - 1;
        }
        kept.add(event);
        if (kept.size() > KEPT) {
            before = kept.remove().id;
        }
        unsent.add(event);
        if (!sendsLater) {
            long sinceLast = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastSent);
            sendsLater = true;
            long interval = Math.max(INTERVAL_MILLIS, streams.size() * MILLIS_PER_STREAM);
            loop.schedule(this::sendUnsent, Math.max(0, interval - sinceLast), TimeUnit.MILLISECONDS);
        }
    }

    private void sendUnsent() {
        sendsLater = false;
        lastSent = System.nanoTime();
        byte[] bytes = joined(unsent);
        unsent.clear();
        sendAll(bytes);
    }

    private void sendAll(byte[] bytes) {
        // A direct buffer, because each write would copy another into one.
        ByteBuf shared = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        // A copy of the set, because a failed write closes its channel and so removes it.
        for (Channel stream : List.copyOf(streams)) {
            send(stream, shared.retainedDuplicate());
        }
        shared.release();
    }

    private static void send(Channel stream, byte[] bytes) {
        send(stream, Unpooled.wrappedBuffer(bytes));
    }

    private static void send(Channel stream, ByteBuf bytes) {
        if (stream.isWritable()) {
            stream.writeAndFlush(bytes);
        } else {
            // Its buffer is full: the page comes back, and resumes.
            bytes.release();
            stream.close();
        }
    }

    /** Counts a page that is about to be added; returns whether there are not too many. */
    boolean reserve(InetAddress address) {
        return counts.add(address);
    }

    /**
     * Adds a page that was counted; from now on its channel gets all events.
     *
     * @param lastSeen the id of the last event that the page saw, or null if it is new
     */
    void add(Channel channel, @Nullable Long lastSeen) {
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        streams.add(channel);
        channel.closeFuture().addListener(closed -> {
            streams.remove(channel);
            counts.remove(address);
        });
        // Those unsent follow with the next events to all.
        long newest = newestSent();
        String start = "retry: 2000\n";
        if (lastSeen == null || lastSeen == newest) {
            // An id without data: a page that loses its connection before the first event resumes from here.
            send(channel, (start + "id: " + newest + "\n\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        List<Event> missed = kept.stream()
                .filter(event -> event.id > lastSeen && event.id <= newest)
                .toList();
        long size = missed.stream().mapToLong(event -> event.bytes.length).sum();
        if (lastSeen < before || lastSeen > newest || size > MAX_WAITING / 2) {
            send(channel, (start + "id: " + newest + "\nevent: reload\ndata: {}\n\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        send(channel, (start + "\n").getBytes(StandardCharsets.UTF_8));
        send(channel, joined(missed));
    }

    private long newestSent() {
        if (!unsent.isEmpty()) {
            return unsent.get(0).id - 1;
        }
        return kept.isEmpty() ? before : kept.getLast().id;
    }

    private static byte[] joined(List<Event> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.forEach(event -> all.writeBytes(event.bytes));
        return all.toByteArray();
    }

    /** Ends the comments. */
    void close() {
        comments.cancel(false);
    }
}
