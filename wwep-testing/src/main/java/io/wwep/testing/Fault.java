package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Something that a server does wrong: what it does, and when.
 *
 * <pre>{@code
 * server.fault(Fault.close().afterRequest());               // once
 * server.fault(Fault.stall().inHandshake().untilCleared()); // on each connection
 * }</pre>
 *
 * <p>Of several faults for one moment the first told comes first. A fault that spoils a reply waits for a reply that it
 * can spoil. Immutable and thread-safe.
 *
 * @param effect what happens
 * @param moment when it happens
 * @param isLasting whether it happens each time, until {@link WwepTestServer#clearFaults}; otherwise once
 */
public record Fault(Effect effect, Moment moment, boolean isLasting) {

    /** When a fault comes. */
    public enum Moment {
        /** When a connection has been opened, before anything was read. */
        ON_ACCEPT("on accept"),

        /** When the client has begun the TLS handshake, and nothing was answered. */
        IN_HANDSHAKE("in the TLS handshake"),

        /** When a request was done, instead of its reply or to it. */
        AFTER_REQUEST("after the request"),

        /** When the first half of a reply was sent. */
        IN_REPLY("in mid-reply"),

        /** When a reply was sent. */
        AFTER_REPLY("after the reply");

        private final String text;

        Moment(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The effects, and when each makes sense. */
    enum Kind {
        CLOSE,
        RESET,
        STALL,
        GARBAGE,
        DELAY,
        DRIBBLE,
        TRUNCATED_REPLY,
        WRONG_DEVICE,
        WRONG_REGISTER,
        WRONG_VALUE,
        REFUSAL,
        TWO_REPLIES;

        /** When it makes sense. */
        private Set<Moment> moments() {
            return switch (this) {
                case CLOSE, RESET, STALL, GARBAGE, DELAY -> EnumSet.allOf(Moment.class);
                case DRIBBLE -> EnumSet.of(Moment.IN_HANDSHAKE, Moment.AFTER_REQUEST, Moment.IN_REPLY);
                case TRUNCATED_REPLY, WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE, REFUSAL, TWO_REPLIES ->
                    EnumSet.of(Moment.AFTER_REQUEST);
            };
        }
    }

    /** What a fault does; its moment makes it a {@link Fault}. */
    public static final class Effect {

        private final Kind kind;
        private final String text;
        private final Duration time;

        private Effect(Kind kind, String text, Duration time) {
            this.kind = kind;
            this.text = text;
            this.time = time;
        }

        Kind kind() {
            return kind;
        }

        /** The reply that is a refusal. */
        String text() {
            return text;
        }

        /** Of a delay; of a dribble, from byte to byte. */
        Duration time() {
            return time;
        }

        /**
         * {@return this effect, once, when a connection has been opened}
         *
         * @throws IllegalArgumentException if the effect makes no sense then
         */
        public Fault onAccept() {
            return at(Moment.ON_ACCEPT);
        }

        /**
         * {@return this effect, once, when the client has begun the TLS handshake} Only for a server over TLS.
         *
         * @throws IllegalArgumentException if the effect makes no sense then
         */
        public Fault inHandshake() {
            return at(Moment.IN_HANDSHAKE);
        }

        /** {@return this effect, once, when a request was done, before its reply} */
        public Fault afterRequest() {
            return at(Moment.AFTER_REQUEST);
        }

        /**
         * {@return this effect, once, when half of a reply was sent}
         *
         * @throws IllegalArgumentException if the effect makes no sense then
         */
        public Fault inReply() {
            return at(Moment.IN_REPLY);
        }

        /**
         * {@return this effect, once, when a reply was sent}
         *
         * @throws IllegalArgumentException if the effect makes no sense then
         */
        public Fault afterReply() {
            return at(Moment.AFTER_REPLY);
        }

        /**
         * {@return this effect, once, at a moment}
         *
         * @param moment when it comes
         * @throws IllegalArgumentException if the effect makes no sense then
         */
        public Fault at(Moment moment) {
            Objects.requireNonNull(moment, "moment");
            return new Fault(this, moment, false);
        }

        @Override
        public String toString() {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return switch (kind) {
                case REFUSAL -> "refusal '" + Bytes.escaped(text) + "'";
                case DELAY -> "delay of " + time.toMillis() + " ms";
                default -> name;
            };
        }
    }

    private static final Duration DRIBBLE_TIME = Duration.ofMillis(1);

    /**
     * Checks that effect and moment go together.
     *
     * @param effect what happens
     * @param moment when it happens
     * @param isLasting whether it happens each time, until {@link WwepTestServer#clearFaults}; otherwise once
     * @throws IllegalArgumentException if the effect makes no sense at that moment
     */
    public Fault {
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(moment, "moment");
        if (!effect.kind.moments().contains(moment)) {
            throw new IllegalArgumentException("'" + effect + "' makes no sense " + moment + ": it is for "
                    + String.join(
                            " or ",
                            effect.kind.moments().stream().map(Moment::toString).toList()));
        }
    }

    /** {@return the effect that the connection is closed in order} */
    public static Effect close() {
        return effect(Kind.CLOSE);
    }

    /** {@return the effect that the connection is reset; over TLS without a word} */
    public static Effect reset() {
        return effect(Kind.RESET);
    }

    /** {@return the effect that the connection is open and silent, until the client closes it, or the server} */
    public static Effect stall() {
        return effect(Kind.STALL);
    }

    /**
     * {@return the effect that bytes come that no reply begins with and none goes on with, instead of what is due} Over TLS,
     * within it.
     */
    public static Effect garbage() {
        return effect(Kind.GARBAGE);
    }

    /**
     * {@return the effect that what is due comes later}
     *
     * @param time 0 or more
     * @throws IllegalArgumentException if the time is negative
     */
    public static Effect delay(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isNegative()) {
            throw new IllegalArgumentException("a delay of " + time + " is negative");
        }
        return new Effect(Kind.DELAY, "", time);
    }

    /** {@return the effect that a reply, its rest, or the handshake comes byte by byte, one each millisecond} */
    public static Effect dribble() {
        return new Effect(Kind.DRIBBLE, "", DRIBBLE_TIME);
    }

    /** {@return the effect that only the first half of a reply comes; the connection goes on} */
    public static Effect truncatedReply() {
        return effect(Kind.TRUNCATED_REPLY);
    }

    /** {@return the effect that the reply names another device} */
    public static Effect wrongDevice() {
        return effect(Kind.WRONG_DEVICE);
    }

    /** {@return the effect that the reply names another register} */
    public static Effect wrongRegister() {
        return effect(Kind.WRONG_REGISTER);
    }

    /** {@return the effect that the reply has another value} To a read that is no fault that a client can see. */
    public static Effect wrongValue() {
        return effect(Kind.WRONG_VALUE);
    }

    /**
     * {@return the effect that the reply is {@code X} with a text behind it, as the course's servers give reasons}
     *
     * @param reason as of {@link WwepReply#refused(String)}
     * @throws IllegalArgumentException if the reason cannot be sent
     */
    public static Effect refusal(String reason) {
        Objects.requireNonNull(reason, "reason");
        return new Effect(Kind.REFUSAL, Bytes.of(WwepReply.refused(reason)), Duration.ZERO);
    }

    /** {@return the effect that the reply comes twice} */
    public static Effect twoReplies() {
        return effect(Kind.TWO_REPLIES);
    }

    private static Effect effect(Kind kind) {
        return new Effect(kind, "", Duration.ZERO);
    }

    /** {@return the same each time, until {@link WwepTestServer#clearFaults} or {@link WwepTestServer#reset}} */
    public Fault untilCleared() {
        return new Fault(effect, moment, true);
    }

    @Override
    public String toString() {
        return effect + " " + moment + (isLasting ? ", until cleared" : "");
    }
}
