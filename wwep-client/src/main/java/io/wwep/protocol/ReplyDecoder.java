package io.wwep.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies from a stream of bytes that may be split anywhere, one reply at a time.
 *
 * <p>{@link #decode} takes bytes up to the end of a reply and {@link #state()} tells what it found;
 * the next call begins the next reply. Nothing is thrown for any bytes, and nothing is allocated
 * until a reply is asked for.
 *
 * <p>The course's servers put text behind their {@code X}. So an {@code X} that is followed, in the
 * same piece, by a byte that begins no reply has a reason, which only the end of the stream ends:
 * {@link #end()}. An {@code X} at the end of a piece is a reply. A reason is cut at {@value
 * WwepReply.Refused#MAX_REASON} bytes; the space before it, and white space at its ends, are no part
 * of it.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ReplyDecoder {

    /** What the decoder has found. */
    public enum State {
        /** No byte of a reply yet. */
        EMPTY,
        /** A part of a reply. */
        PARTIAL,
        /** A refusal whose reason goes on: more text, or {@link ReplyDecoder#end()}. */
        REASON,
        /** A whole reply: {@link ReplyDecoder#reply()}. */
        COMPLETE,
        /** A byte that no reply has in this place: {@link ReplyDecoder#problem()}. */
        MALFORMED
    }

    private final HexFields fields = new HexFields();
    private final byte[] reason = new byte[WwepReply.Refused.MAX_REASON];
    private State state = State.EMPTY;
    private boolean refused;
    private int reasonLength;
    private int length;
    private int badByte;

    /** A decoder at the beginning of a reply. */
    public ReplyDecoder() {}

    /**
     * Takes bytes up to the end of the reply, or all if the reply goes on after them. After a whole
     * reply it begins the next one; after a malformed one it takes nothing more until a {@link
     * #reset()}. No bytes at all change nothing.
     *
     * @param bytes what came; not kept
     * @param from the offset of the first byte
     * @param to the offset after the last byte
     * @return the offset of the first byte that was not taken, between {@code from} and {@code to}
     * @throws IndexOutOfBoundsException if the bytes from {@code from} to {@code to} are not all in
     *     the array
     */
    public int decode(byte[] bytes, int from, int to) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.checkFromToIndex(from, to, bytes.length);
        int next = from;
        if (state == State.COMPLETE && next < to) {
            reset();
        }
        if (state == State.EMPTY && next < to) {
            next = begin(bytes, next, to);
        }
        if (state == State.PARTIAL) {
            next = decodeFields(bytes, next, to);
        } else if (state == State.REASON) {
            next = takeReason(bytes, next, to);
        }
        return next;
    }

    /** Tells that the stream ended: a reason is whole now, and a reply cut short stays as it is. */
    public void end() {
        if (state == State.REASON) {
            state = State.COMPLETE;
        }
    }

    /** Forgets everything: the next byte begins a reply. */
    public void reset() {
        state = State.EMPTY;
        refused = false;
        reasonLength = 0;
        length = 0;
    }

    /** {@return what was found so far} */
    public State state() {
        return state;
    }

    /**
     * {@return the whole reply}
     *
     * @throws IllegalStateException if the state is not {@link State#COMPLETE}
     */
    public WwepReply reply() {
        return reply(null);
    }

    /**
     * {@return the whole reply, as {@link #reply()}} Where it names the device of this request it has the request's own
     * {@link DeviceId} and makes none. Whether it is the reply to this request is not checked: see
     * {@link WwepRequest#isAnsweredBy}.
     *
     * @param request the request that the reply should be the answer to
     * @throws IllegalStateException if the state is not {@link State#COMPLETE}
     */
    public WwepReply replyTo(WwepRequest request) {
        Objects.requireNonNull(request, "request");
        return reply(request.device());
    }

    private WwepReply reply(@Nullable DeviceId likely) {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("there is no whole reply, but " + state);
        }
        if (refused) {
            String text = reasonText();
            return text == null ? WwepReply.refused() : WwepReply.refused(text);
        }
        long number = fields.number();
        int id = (int) (number >>> 24) & 0xFFFF;
        DeviceId device = likely != null && likely.value() == id ? likely : DeviceId.of(id);
        return WwepReply.accepted(device, (int) (number >>> 16) & 0xFF, (int) number & 0xFFFF);
    }

    /**
     * {@return what is wrong with a {@link State#MALFORMED} reply, or missing of one that is {@link
     * State#PARTIAL} or {@link State#EMPTY}: for a message}
     */
    public String problem() {
        String place = "byte " + (length + 1) + " of the reply";
        return switch (state) {
            case MALFORMED ->
                String.format(
                        "%s is '%s' (%02X), which %s",
                        place,
                        WireText.escape(String.valueOf((char) badByte)),
                        badByte,
                        length == 0 ? "is neither A nor X" : "is not a hexadecimal digit");
            case PARTIAL -> "only " + length + " of the reply's 11 bytes came";
            case EMPTY -> "no byte of a reply came";
            case REASON, COMPLETE -> "nothing is wrong with the reply";
        };
    }

    private int begin(byte[] bytes, int from, int to) {
        byte first = bytes[from];
        switch (first) {
            case 'A' -> {
                fields.expect(WwepReply.Accepted.LENGTH - 1);
                length = 1;
                state = State.PARTIAL;
            }
            case 'X' -> {
                refused = true;
                length = 1;
                boolean hasReason = from + 1 < to && bytes[from + 1] != 'A' && bytes[from + 1] != 'X';
                state = hasReason ? State.REASON : State.COMPLETE;
                if (hasReason && bytes[from + 1] == ' ') {
                    return from + 2;
                }
            }
            default -> {
                return malformed(bytes, from);
            }
        }
        return from + 1;
    }

    private int decodeFields(byte[] bytes, int from, int to) {
        int next = fields.take(bytes, from, to);
        length += next - from;
        if (fields.isComplete()) {
            state = State.COMPLETE;
        } else if (next < to) {
            return malformed(bytes, next);
        }
        return next;
    }

    private int takeReason(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, reason.length - reasonLength);
        System.arraycopy(bytes, from, reason, reasonLength, count);
        reasonLength += count;
        if (reasonLength == reason.length) {
            state = State.COMPLETE;
        }
        return from + count;
    }

    private int malformed(byte[] bytes, int at) {
        state = State.MALFORMED;
        badByte = bytes[at] & 0xFF;
        return at;
    }

    private @Nullable String reasonText() {
        String text = new String(reason, 0, reasonLength, StandardCharsets.ISO_8859_1).strip();
        return text.isEmpty() ? null : text;
    }
}
