package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Objects;
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

    /** {@return what a register server answers: the request is done} */
    public static Answer asUsual() {
        return AS_USUAL;
    }

    /**
     * {@return a reply as the answer; the registers stay as they are}
     *
     * @param reply whether or not it can be the answer to the request
     */
    public static Answer of(WwepReply reply) {
        Objects.requireNonNull(reply, "reply");
        return new Answer(Optional.of(Bytes.of(reply)), Duration.ZERO);
    }

    /**
     * {@return bytes as the answer, whatever they are; the registers stay as they are}
     *
     * @param text one byte for each character, U+0000 to U+00FF
     * @throws IllegalArgumentException if the text is empty, longer than {@value WwepRequest.Raw#MAX_LENGTH}, or has other
     *     characters
     */
    public static Answer text(String text) {
        Objects.requireNonNull(text, "text");
        return new Answer(Optional.of(WwepRequest.raw(text).text()), Duration.ZERO);
    }

    /** {@return no answer: the client waits without a reply} The registers stay as they are. */
    public static Answer none() {
        return NONE;
    }

    /**
     * {@return the same, so much later} It replaces the time that this answer had.
     *
     * @param time 0 or more
     * @throws IllegalArgumentException if the time is negative
     */
    public Answer after(Duration time) {
        Objects.requireNonNull(time, "time");
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
