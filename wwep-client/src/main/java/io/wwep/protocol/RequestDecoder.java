package io.wwep.protocol;

import java.util.Objects;

/**
 * Reads requests from a stream of bytes that may be split and joined anywhere, one request at a
 * time.
 *
 * <p>{@link #decode} consumes bytes up to the end of a request, and {@link #state()} says what it
 * found; the next call begins the next request. CR and LF between requests are ignored. No bytes
 * cause an exception, and nothing is allocated until a request is asked for.
 *
 * <p>Not thread-safe.
 */
public final class RequestDecoder {

    /** What the decoder has found. */
    public enum State {
        /** No byte of a request yet. */
        EMPTY,
        /** A part of a request. */
        PARTIAL,
        /** A complete request: {@link RequestDecoder#request()}. */
        COMPLETE,
        /** A byte that no request can have in this place, or an end within a request: framing is lost. */
        ILLEGAL
    }

    private static final int READ_DIGITS = WwepRequest.Read.LENGTH - 1;
    private static final int WRITE_DIGITS = WwepRequest.Write.LENGTH - 1;

    private final HexFields fields = new HexFields();
    private State state = State.EMPTY;
    private boolean write;

    /** Creates a decoder at the beginning of a request. */
    public RequestDecoder() {}

    /**
     * Consumes bytes up to the end of the request, or all bytes if the request is not complete yet.
     * After a complete request, it begins the next one; after an illegal one, it consumes nothing. Has
     * no effect for an empty range.
     *
     * @param bytes the bytes received; not kept
     * @param from the offset of the first byte
     * @param to the offset after the last byte
     * @return the offset of the first byte that was not consumed, between {@code from} and {@code to}
     * @throws IndexOutOfBoundsException if the bytes from {@code from} to {@code to} are not all in
     *     the array
     */
    public int decode(byte[] bytes, int from, int to) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.checkFromToIndex(from, to, bytes.length);
        int next = from;
        if (state == State.COMPLETE && next < to) {
            state = State.EMPTY;
        }
        while (state == State.EMPTY && next < to) {
            next = begin(bytes, next);
        }
        if (state == State.PARTIAL) {
            next = fields.take(bytes, next, to);
            if (fields.isComplete()) {
                state = State.COMPLETE;
            } else if (next < to) {
                state = State.ILLEGAL;
            }
        }
        return next;
    }

    /**
     * Ends the stream, or the wait for more of it: an incomplete request becomes illegal.
     */
    public void end() {
        if (state == State.PARTIAL) {
            state = State.ILLEGAL;
        }
    }

    /** {@return what was found so far} */
    public State state() {
        return state;
    }

    /**
     * {@return the complete request: a {@link WwepRequest.Read} or a {@link WwepRequest.Write}}
     *
     * @throws IllegalStateException if the state is not {@link State#COMPLETE}
     */
    public WwepRequest request() {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("there is no whole request, but " + state);
        }
        long number = fields.number();
        return write
                ? WwepRequest.write((int) (number >>> 24) & 0xFFFF, (int) (number >>> 16) & 0xFF, (int) number & 0xFFFF)
                : WwepRequest.read((int) (number >>> 8) & 0xFFFF, (int) number & 0xFF);
    }

    private int begin(byte[] bytes, int at) {
        switch (bytes[at]) {
            case 'R', 'W' -> {
                write = bytes[at] == 'W';
                fields.expect(write ? WRITE_DIGITS : READ_DIGITS);
                state = State.PARTIAL;
            }
            case '\r', '\n' -> {}
            default -> {
                state = State.ILLEGAL;
                return at;
            }
        }
        return at + 1;
    }
}
