package io.wwep.protocol;

import java.util.List;
import java.util.Objects;

/**
 * Thrown if not all requests of a batch were answered; the cause says why. {@link #replies()} has the replies that came before,
 * and {@link #delivery(int)} says for each request whether it may be sent again.
 */
public final class WwepBatchException extends WwepException {

    private static final long serialVersionUID = 1L;

    private final transient List<WwepReply> replies;
    /** How many of the requests may have been sent. */
    private final int sent;
    /** How many requests there are. */
    private final int size;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param cause what ended it
     * @param replies the replies to the first requests, in order
     * @param sent how many of the requests may have been sent, including the answered ones
     * @param size how many requests there are
     */
    public WwepBatchException(String message, WwepException cause, List<WwepReply> replies, int sent, int size) {
        super(
                message,
                Objects.requireNonNull(cause, "cause"),
                sent > Objects.requireNonNull(replies, "replies").size() ? Delivery.UNKNOWN : Delivery.NOT_SENT);
        this.replies = List.copyOf(replies);
        this.sent = sent;
        this.size = size;
    }

    /** {@return the replies to the first requests of the batch, accepted or refused; fewer than the requests} */
    public List<WwepReply> replies() {
        return replies;
    }

    /**
     * {@return what is known about one request} ({@link #delivery()} without an index applies to all unanswered requests: it says
     * whether each of them may be sent again.)
     *
     * @param index its place in the batch, from 0
     * @throws IndexOutOfBoundsException if the batch has no such request
     */
    public Delivery delivery(int index) {
        Objects.checkIndex(index, size);
        if (index < replies.size()) {
            return Delivery.ANSWERED;
        }
        return index < sent ? Delivery.UNKNOWN : Delivery.NOT_SENT;
    }
}
