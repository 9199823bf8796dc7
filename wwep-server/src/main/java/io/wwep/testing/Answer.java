package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Optional;

/** What a server answers to one request. Immutable and thread-safe. */
public final class Answer {

    private static final Answer AS_USUAL = new Answer(Optional.empty(), Duration.ZERO);
    private static final Answer NONE = new Answer(Optional.of(""), Duration.ZERO);

    private final Optional<String> wireText;
    private final Duration delay;

    private Answer(Optional<String> wireText, Duration delay) {
        this.wireText = wireText;
        this.delay = delay;
    }

    /**
     * What a register server answers: the request is done.
     *
     * @return the answer
     */
    public static Answer asUsual() {
        return AS_USUAL;
    }

    /**
     * This reply; the registers stay as they are.
     *
     * @param reply what to send
     * @return the answer
     */
    public static Answer of(WwepReply reply) {
        return new Answer(Optional.of(Bytes.of(reply)), Duration.ZERO);
    }

    /**
     * These bytes, whatever they are; the registers stay as they are.
     *
     * @param text one byte for each character, U+0000 to U+00FF
     * @return the answer
     * @throws IllegalArgumentException if the text is empty, longer than {@value WwepRequest.Raw#MAX_LENGTH}, or has other
     *     characters
     */
    public static Answer text(String text) {
        return new Answer(Optional.of(WwepRequest.raw(text).text()), Duration.ZERO);
    }

    /**
     * Nothing: the client waits in vain. The registers stay as they are.
     *
     * @return the answer
     */
    public static Answer none() {
        return NONE;
    }

    /**
     * The same, so much later.
     *
     * @param time 0 or more
     * @return the same answer, later
     * @throws IllegalArgumentException if the time is negative
     */
    public Answer after(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of " + time + " is negative");
        }
        return new Answer(wireText, time);
    }

    /** One byte for each character; empty for what is usual. */
    Optional<String> wireText() {
        return wireText;
    }

    Duration delay() {
        return delay;
    }

    @Override
    public String toString() {
        return wireText.map(text -> text.isEmpty() ? "nothing" : "'" + Bytes.escaped(text) + "'")
                        .orElse("as usual")
                + (delay.isZero() ? "" : " after " + delay.toMillis() + " ms");
    }
}
