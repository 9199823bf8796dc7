package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection and what was said on it: requests are put together and flushed, and what comes is received and taken
 * apart into replies. Buffers are its own and used again for each exchange.
 *
 * <p>Used by one thread at a time, but for {@link #abandon()}.
 */
final class Connection {

    /** What a look at a connection between two exchanges shows. */
    enum Look {
        /** Nothing came: good for the next exchange. */
        QUIET,
        /** Bytes that nobody asked for: whose reply comes next is uncertain. */
        TALKS,
        /** The server closed or reset it. */
        ENDED
    }

    /** A look at a socket without a channel takes a millisecond: not worth it in the midst of a burst. */
    private static final long LOOK_WITHOUT_CHANNEL_AFTER = TimeUnit.MILLISECONDS.toNanos(20);

    /** The shortest time limit that a socket without a channel can have. */
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long to look for what a server said before it went: no wait, unless this thread is kept from running. */
    private static final long LAST_WORD_WITHIN = TimeUnit.MILLISECONDS.toNanos(200);

    private final int number;
    private final Transport transport;
    private final Settings settings;
    private final Failures failures;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final SendBuffer sending;
    private boolean endsOutput;
    private byte[] received = new byte[512];
    private int next;
    private int end;
    private int exchanges;
    private long lastUse;
    private boolean reusable = true;
    private boolean ended;
    private volatile boolean abandoned;

    /**
     * Takes over a connected transport, with the TLS handshake done.
     *
     * @param begun when the server may have seen the connection begin, which may be a round trip before us
     */
    Connection(int number, Transport transport, long begun, Settings settings) {
        this.number = number;
        this.transport = transport;
        this.sending = new SendBuffer(transport);
        this.lastUse = begun;
        this.settings = settings;
        this.failures = new Failures(settings);
    }

    /** What the log says of it when it is new. */
    String details() {
        return ConnectionDetails.of(transport);
    }

    /** Makes it fit for more than one exchange, which costs a little; and for so many requests at once. */
    void settle(int requests) throws IOException {
        transport.enableReuse();
        sending.grow(requests);
        if (received.length < requests * WwepReply.Accepted.LENGTH) {
            received = Arrays.copyOf(received, requests * WwepReply.Accepted.LENGTH);
        }
    }

    /** Puts a request behind those that the next {@link #flush} sends; false if there is no room for it. */
    boolean put(WwepRequest request) {
        if (!sending.put(request)) {
            return false;
        }
        endsOutput = request instanceof WwepRequest.Raw;
        WireLog.sent(this, request);
        return true;
    }

    /**
     * Sends what was put together.
     *
     * @param until the {@link System#nanoTime()} at which to give up, if the socket can
     */
    void flush(long until) throws IOException {
        sending.flush(until);
        if (endsOutput) {
            shutdownOutput();
        }
    }

    /** After a {@link #flush} that failed: how many of its last bytes certainly never left. */
    int neverLeft(IOException failure) {
        return sending.neverLeft(failure);
    }

    /**
     * Reads what there is, at least a byte.
     *
     * @param until the {@link System#nanoTime()} at which to give up, with a {@link SocketTimeoutException}
     * @return false at the end of the stream
     */
    boolean receive(long until) throws IOException {
        if (next == end) {
            next = 0;
            end = 0;
        }
        try {
            int count = transport.read(received, end, received.length - end, until);
            if (count == 0) {
                throw new SocketTimeoutException("nothing came in time");
            }
            ended = count < 0;
            end += Math.max(0, count);
        } catch (IOException e) {
            ended = !(e instanceof SocketTimeoutException) && !isOurDoing();
            if (decoder.state() != ReplyDecoder.State.REASON) {
                throw e;
            }
            // The refusal itself came: what its reason lacks is no failure.
            decoder.end();
            reusable = false;
        }
        if (ended) {
            reusable = false;
            decoder.end();
        }
        return !ended;
    }

    /**
     * Takes the reply to the oldest request that was sent and not answered.
     *
     * @return null if it is not whole yet
     * @throws WwepException if what came is no reply to it
     */
    @Nullable
    WwepReply take(WwepRequest request) throws WwepException {
        if (next == end - 1 && received[next] == 'X' && decoder.state() == ReplyDecoder.State.EMPTY) {
            readReason();
        }
        next = decoder.decode(received, next, end);
        if (decoder.state() == ReplyDecoder.State.MALFORMED) {
            throw malformed(request);
        }
        if (decoder.state() != ReplyDecoder.State.COMPLETE) {
            return null;
        }
        WwepReply reply = decoder.replyTo(request);
        decoder.reset();
        WireLog.received(this, reply);
        if (reply instanceof WwepReply.Accepted accepted && !request.isAnsweredBy(accepted)) {
            throw new WwepProtocolException(settings.server() + " answered " + request + " with " + reply
                    + ", which is the reply to another request; the connection was closed; see the server's log");
        }
        exchanges++;
        boolean reasonGiven = reply instanceof WwepReply.Refused refused && refused.reason() != null;
        if (reasonGiven || request instanceof WwepRequest.Raw) {
            // More text may follow a reason, and a reply raw bytes that began another request: whose is the next one?
            reusable = false;
        }
        return reply;
    }

    /** Tells that the last reply that was asked for came at this {@link System#nanoTime()}. */
    void rest(long now) {
        lastUse = now;
        if (next < end) {
            reusable = false;
        }
    }

    /** Whether this side has it open. */
    boolean isOpen() {
        return transport.isOpen();
    }

    /** Whether another exchange may follow, as far as the last one tells. */
    boolean isReusable() {
        return reusable;
    }

    /** Whether the server was seen to close the connection. */
    boolean hasEnded() {
        return ended;
    }

    /** How many exchanges were completed. */
    int exchanges() {
        return exchanges;
    }

    /** Nanoseconds from the last exchange, or since connecting began, to this {@link System#nanoTime()}. */
    long idle(long now) {
        return now - lastUse;
    }

    InetSocketAddress server() {
        return transport.server();
    }

    /** Looks, between exchanges, whether anything comes within this time; 0 takes only what is already there. */
    Look look(long nanos) {
        long wait = nanos;
        if (nanos == 0 && !transport.readsAtOnce()) {
            if (idle(System.nanoTime()) < LOOK_WITHOUT_CHANNEL_AFTER) {
                return Look.QUIET;
            }
            wait = SHORTEST_WAIT;
        }
        try {
            int count = transport.read(received, 0, received.length, System.nanoTime() + wait);
            ended = count < 0;
            return count == 0 ? Look.QUIET : count < 0 ? Look.ENDED : Look.TALKS;
        } catch (IOException e) {
            ended = !isOurDoing();
            return Look.ENDED;
        }
    }

    /** Closes the connection under an exchange of another thread, which fails at once. */
    void abandon() {
        abandoned = true;
        transport.abort();
    }

    /** Closes the connection; with TLS it tells the server first, by a close_notify. */
    void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "#" + number + " " + server().getAddress().getHostAddress() + ":" + server().getPort();
    }

    /** Else a server would wait for the rest of what it takes for a request cut short. */
    private void shutdownOutput() {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            // It is broken already: reading finds out why.
        }
    }

    private WwepException malformed(WwepRequest request) {
        WwepException notPlain =
                exchanges == 0 && !isSecure() ? Handshake.missing(transport.firstByte(), settings) : null;
        return notPlain != null
                ? notPlain
                : new WwepProtocolException(
                        "the reply of " + settings.server() + " to " + request + " is no WWEP: " + decoder.problem()
                                + "; the connection was closed; see that a WWEP server listens at this port");
    }

    /** What it means for the request whose reply was to come that the stream ended. */
    WwepException endedBefore(WwepRequest request) {
        return new WwepConnectionLostException(
                settings.server() + " closed the connection before its reply to " + request + " was whole: "
                        + decoder.problem() + silentEnd(),
                null,
                Delivery.UNKNOWN);
    }

    /** What it may mean that a server never said anything. */
    private String silentEnd() {
        return isSecure() || transport.firstByte() >= 0
                ? "; see its log"
                : "; perhaps it takes no more connections, or it speaks TLS at this port: then set the client up with"
                        + " tls(…)";
    }

    private boolean isSecure() {
        return transport.tls() != null;
    }

    /** What is already here belongs to the refusal: the decoder must see both in one piece. */
    private void readReason() {
        try {
            int wait = transport.readsAtOnce() ? 0 : (int) SHORTEST_WAIT;
            end += Math.max(0, transport.read(received, end, received.length - end, System.nanoTime() + wait));
        } catch (IOException e) {
            // The refusal itself came: it counts, and nothing else will on this connection.
            reusable = false;
        }
    }

    /** Whether it was not the server that broke the connection but our own side. */
    private boolean isOurDoing() {
        return abandoned || Thread.currentThread().isInterrupted();
    }

    /** The failure of an exchange, or what it really is: the server's late word on the handshake. */
    private WwepException turnedAway(IOException e, WwepException otherwise) {
        WwepTls tls = settings.tls();
        TlsTransport secured = transport.tls();
        WwepException late = tls != null && exchanges == 0 && secured != null
                ? Handshake.failedLate(e, tls, secured.engine(), settings)
                : null;
        return late == null ? otherwise : late;
    }

    /** A write fails when the server has gone; why it has can still be read. */
    private IOException lastWord(IOException e) {
        if (!isSecure()) {
            return e;
        }
        try {
            var unused = transport.read(received, 0, received.length, System.nanoTime() + LAST_WORD_WITHIN);
            return e;
        } catch (IOException last) {
            return last;
        }
    }

    /** What it means for the request whose reply was to come, that a {@link #flush} failed. */
    WwepException sendingFailed(
            WwepRequest request, IOException e, Delivery delivery, Deadline deadline, boolean aborted) {
        return e instanceof SocketTimeoutException
                ? failed(request, e, deadline, aborted)
                : turnedAway(lastWord(e), lost(request, e, delivery, aborted));
    }

    /** What it means for the request whose reply was to come that {@link #receive} failed. */
    WwepException receivingFailed(WwepRequest request, IOException e, Deadline deadline, boolean aborted) {
        return turnedAway(e, failed(request, e, deadline, aborted));
    }

    private WwepException failed(WwepRequest request, IOException e, Deadline deadline, boolean aborted) {
        if (!(e instanceof SocketTimeoutException) || abandoned || aborted) {
            return lost(request, e, Delivery.UNKNOWN, aborted);
        }
        String seen = decoder.state() == ReplyDecoder.State.PARTIAL ? " (" + decoder.problem() + ")" : "";
        return failures.overdue(request, seen, e, deadline);
    }

    private WwepException lost(WwepRequest request, IOException e, Delivery delivery, boolean aborted) {
        return abandoned ? failures.closedDuring(request, e, delivery) : failures.lost(request, e, delivery, aborted);
    }
}
