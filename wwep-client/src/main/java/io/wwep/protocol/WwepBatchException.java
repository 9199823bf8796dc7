package io.wwep.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A batch of requests of which not all were answered; the cause is what happened. What was answered before it is in
 * {@link #replies()}, and {@link #delivery(int)} says of each request whether it may be sent again.
 */
public final class WwepBatchException extends WwepException {

    private static final long serialVersionUID = 1L;

    private final transient List<WwepReply> replies;
    /** How many of the requests may have left. */
    private final int sent;
    /** How many requests there are. */
    private final int size;

    /**
     * A batch that ended early.
     *
     * @param message what happened, for people
     * @param cause what ended it
     * @param replies the replies that came: to the first requests, in their order
     * @param sent how many of the requests may have left, the answered ones included
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
     * {@return what is known of one request} ({@link #delivery()} without an index tells of all that were not answered: whether
     * each of them may be sent again.)
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
