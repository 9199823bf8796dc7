package io.wwep.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies from a stream of bytes that may be split anywhere, one reply at a time.
 *
 * <p>{@link #decode} consumes bytes up to the end of a reply, and {@link #state()} says what it found;
 * the next call begins the next reply. No bytes cause an exception, and nothing is allocated until
 * a reply is requested.
 *
 * <p>The course's servers send text after their {@code X}. So an {@code X} that is followed, in the
 * same piece, by a byte that cannot begin a reply has a reason, which ends only with the stream:
 * {@link #end()}. An {@code X} at the end of a piece is a reply. A reason is cut off at {@value
 * WwepReply.Refused#MAX_REASON} bytes; white space before and after it is dropped.
 *
 * <p>Not thread-safe.
 */
public final class ReplyDecoder {

    /** What the decoder has found. */
    public enum State {
        /** No byte of a reply yet. */
        EMPTY,
        /** A part of a reply. */
        PARTIAL,
        /** A refusal with an unfinished reason: more text may follow, or {@link ReplyDecoder#end()}. */
        REASON,
        /** A complete reply: {@link ReplyDecoder#reply()}. */
        COMPLETE,
        /** A byte that no reply can have in this place: {@link ReplyDecoder#problem()}. */
        MALFORMED
    }

    private final HexFields fields = new HexFields();
    private final byte[] reason = new byte[WwepReply.Refused.MAX_REASON];
    private State state = State.EMPTY;
    private boolean refused;
    private int reasonLength;
    private int length;
    private int badByte;

    /** Creates a decoder at the beginning of a reply. */
    public ReplyDecoder() {}

    /**
     * Consumes bytes up to the end of the reply, or all bytes if the reply is not complete yet. After a
     * complete reply, it begins the next one; after a malformed one, it consumes nothing until {@link
     * #reset()}. Has no effect for an empty range.
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
            reset();
        }
        if (state == State.EMPTY && next < to) {
            if (to - next >= WwepReply.Accepted.LENGTH
                    && bytes[next] == 'A'
                    && fields.takeRegisterValue(bytes, next + 1)) {
                state = State.COMPLETE;
                return next + WwepReply.Accepted.LENGTH;
            }
            next = begin(bytes, next, to);
        }
        if (state == State.PARTIAL) {
            next = decodeFields(bytes, next, to);
        } else if (state == State.REASON) {
            next = takeReason(bytes, next, to);
        }
        return next;
    }

    /** Ends the stream: this completes a reason; an incomplete reply stays incomplete. */
    public void end() {
        if (state == State.REASON) {
            state = State.COMPLETE;
        }
    }

    /** Discards everything: the next byte begins a reply. */
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
     * {@return the complete reply}
     *
     * @throws IllegalStateException if the state is not {@link State#COMPLETE}
     */
    public WwepReply reply() {
        return reply(null);
    }

    /**
     * {@return the complete reply, as {@link #reply()} does} If it names the device of this request, it shares the request's
     * {@link DeviceId} instead of creating one. Does not check whether it is the reply to this request: see
     * {@link WwepRequest#isAnsweredBy}.
     *
     * @param request the request that the reply should answer
     * @throws IllegalStateException if the state is not {@link State#COMPLETE}
     */
    public WwepReply replyTo(WwepRequest request) {
        Objects.requireNonNull(request, "request");
        return reply(request.device());
    }

    private WwepReply reply(@Nullable DeviceId likely) {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("there is no complete reply, but " + state);
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
