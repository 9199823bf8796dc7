package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A server's answer to one request. Immutable and thread-safe. */
public final class Answer {

    private static final Answer AS_USUAL = new Answer(Optional.empty(), Duration.ZERO);
    private static final Answer NONE = new Answer(Optional.of(""), Duration.ZERO);

    private final Optional<String> wireText;
    private final Duration delay;

    private Answer(Optional<String> wireText, Duration delay) {
        this.wireText = wireText;
        this.delay = delay;
    }

    /** {@return the answer of a register server: the request is executed} */
    public static Answer asUsual() {
        return AS_USUAL;
    }

    /**
     * {@return an answer with this reply; the registers do not change}
     *
     * @param reply the reply, even if it does not match the request
     */
    public static Answer of(WwepReply reply) {
        Objects.requireNonNull(reply, "reply");
        return new Answer(Optional.of(Bytes.of(reply)), Duration.ZERO);
    }

    /**
     * {@return an answer with arbitrary bytes; the registers do not change}
     *
     * @param text one byte per character, U+0000 to U+00FF
     * @throws IllegalArgumentException if the text is empty, longer than {@value WwepRequest.Raw#MAX_LENGTH}, or
     *     contains other characters
     */
    public static Answer text(String text) {
        Objects.requireNonNull(text, "text");
        return new Answer(Optional.of(WwepRequest.raw(text).text()), Duration.ZERO);
    }

    /** {@return no answer: the client gets no reply} The registers do not change. */
    public static Answer none() {
        return NONE;
    }

    /**
     * {@return this answer with a delay, which replaces any previous one}
     *
     * @param time 0 or more
     * @throws IllegalArgumentException if the time is negative
     */
    public Answer after(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of " + time + " is negative: it must be 0 or more");
        }
        return new Answer(wireText, time);
    }

    /** Returns the bytes as text, one per character; empty for the usual reply. */
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
