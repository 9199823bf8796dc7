package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A fault that a server injects: what happens, and when.
 *
 * <pre>{@code
 * server.fault(Fault.close().afterRequest());               // once
 * server.fault(Fault.stall().inHandshake().untilCleared()); // on every connection
 * }</pre>
 *
 * <p>Several faults with the same trigger happen in the order in which they were added. A fault that changes a reply
 * waits for a reply that it can change. Immutable and thread-safe.
 *
 * @param effect what happens
 * @param trigger when it happens
 * @param repeating whether it happens every time until {@link WwepTestServer#clearFaults}, or only once
 */
public record Fault(Effect effect, Trigger trigger, boolean repeating) {

    /** When a fault happens. */
    public enum Trigger {
        /** After a connection is opened, before anything is read. */
        ON_ACCEPT("on accept"),

        /** After the client has begun the TLS handshake, before the server answers. */
        IN_HANDSHAKE("in the TLS handshake"),

        /** After a request is executed; affects its reply. */
        AFTER_REQUEST("after the request"),

        /** After the first half of a reply is sent. */
        IN_REPLY("in mid-reply"),

        /** After a reply is sent. */
        AFTER_REPLY("after the reply");

        private final String text;

        Trigger(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The kinds of effects. */
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

        /** Returns the triggers that support this effect. */
        private Set<Trigger> triggers() {
            return switch (this) {
                case CLOSE, RESET, STALL, GARBAGE, DELAY -> EnumSet.allOf(Trigger.class);
                case DRIBBLE -> EnumSet.of(Trigger.IN_HANDSHAKE, Trigger.AFTER_REQUEST, Trigger.IN_REPLY);
                case TRUNCATED_REPLY, WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE, REFUSAL, TWO_REPLIES ->
                    EnumSet.of(Trigger.AFTER_REQUEST);
            };
        }
    }

    /** What a fault does. Combine it with a trigger to get a {@link Fault}. */
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

        /** Returns the reply of a refusal. */
        String text() {
            return text;
        }

        /** Returns the delay; for a dribble, the delay between bytes. */
        Duration time() {
            return time;
        }

        /**
         * {@return this effect, once, after a connection is opened}
         * @throws IllegalArgumentException if the effect does not support this trigger
         */
        public Fault onAccept() {
            return at(Trigger.ON_ACCEPT);
        }

        /**
         * {@return this effect, once, after the client has begun the TLS handshake} Only for TLS servers.
         *
         * @throws IllegalArgumentException if the effect does not support this trigger
         */
        public Fault inHandshake() {
            return at(Trigger.IN_HANDSHAKE);
        }

        /** {@return this effect, once, after a request is executed, before its reply} */
        public Fault afterRequest() {
            return at(Trigger.AFTER_REQUEST);
        }

        /**
         * {@return this effect, once, after half of a reply is sent}
         *
         * @throws IllegalArgumentException if the effect does not support this trigger
         */
        public Fault inReply() {
            return at(Trigger.IN_REPLY);
        }

        /**
         * {@return this effect, once, after a reply is sent}
         *
         * @throws IllegalArgumentException if the effect does not support this trigger
         */
        public Fault afterReply() {
            return at(Trigger.AFTER_REPLY);
        }

        /**
         * {@return this effect, once, at a trigger}
         *
         * @param trigger when it happens
         * @throws IllegalArgumentException if the effect does not support this trigger
         */
        public Fault at(Trigger trigger) {
            Objects.requireNonNull(trigger, "trigger");
            return new Fault(this, trigger, false);
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
     * Checks that the effect supports the trigger.
     *
     * @param effect what happens
     * @param trigger when it happens
     * @param repeating whether it happens every time until {@link WwepTestServer#clearFaults}, or only once
     * @throws IllegalArgumentException if the effect does not support the trigger
     */
    public Fault {
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(trigger, "trigger");
        if (!effect.kind.triggers().contains(trigger)) {
            throw new IllegalArgumentException("'" + effect + "' is not possible " + trigger + ": use it "
                    + String.join(
                            " or ",
                            effect.kind.triggers().stream()
                                    .map(Trigger::toString)
                                    .toList()));
        }
    }

    /** {@return an effect that closes the connection gracefully} */
    public static Effect close() {
        return effect(Kind.CLOSE);
    }

    /** {@return an effect that resets the connection; over TLS, without a close_notify} */
    public static Effect reset() {
        return effect(Kind.RESET);
    }

    /** {@return an effect that keeps the connection open but silent, until the client or the server closes it} */
    public static Effect stall() {
        return effect(Kind.STALL);
    }

    /**
     * {@return an effect that sends bytes that are not part of any reply, instead of the expected ones} On an
     * established TLS connection, they are encrypted.
     */
    public static Effect garbage() {
        return effect(Kind.GARBAGE);
    }

    /**
     * {@return an effect that delays the next bytes}
     * @param time 0 or more
     * @throws IllegalArgumentException if the time is negative
     */
    public static Effect delay(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isNegative()) {
            throw new IllegalArgumentException("a delay of " + time + " is negative: it must be 0 or more");
        }
        return new Effect(Kind.DELAY, "", time);
    }

    /** {@return an effect that sends a reply, its rest, or the handshake byte by byte, one per millisecond} */
    public static Effect dribble() {
        return new Effect(Kind.DRIBBLE, "", DRIBBLE_TIME);
    }

    /** {@return an effect that sends only the first half of a reply and keeps the connection open} */
    public static Effect truncatedReply() {
        return effect(Kind.TRUNCATED_REPLY);
    }

    /** {@return an effect that changes the device in the reply} */
    public static Effect wrongDevice() {
        return effect(Kind.WRONG_DEVICE);
    }

    /** {@return an effect that changes the register in the reply} */
    public static Effect wrongRegister() {
        return effect(Kind.WRONG_REGISTER);
    }

    /** {@return an effect that changes the value in the reply} A client cannot detect this for a read. */
    public static Effect wrongValue() {
        return effect(Kind.WRONG_VALUE);
    }

    /**
     * {@return an effect that replies {@code X} with a reason, like the course's servers}
     *
     * @param reason as for {@link WwepReply#refused(String)}
     * @throws IllegalArgumentException if the reason cannot be sent
     */
    public static Effect refusal(String reason) {
        Objects.requireNonNull(reason, "reason");
        return new Effect(Kind.REFUSAL, Bytes.of(WwepReply.refused(reason)), Duration.ZERO);
    }

    /** {@return an effect that sends the reply twice} */
    public static Effect twoReplies() {
        return effect(Kind.TWO_REPLIES);
    }

    private static Effect effect(Kind kind) {
        return new Effect(kind, "", Duration.ZERO);
    }

    /** {@return this fault, repeated until {@link WwepTestServer#clearFaults} or {@link WwepTestServer#reset}} */
    public Fault untilCleared() {
        return new Fault(effect, trigger, true);
    }

    @Override
    public String toString() {
        return effect + " " + trigger + (repeating ? ", until cleared" : "");
    }
}
