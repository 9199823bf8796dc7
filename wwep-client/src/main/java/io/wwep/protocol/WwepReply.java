package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server's reply: the request was {@linkplain Accepted accepted}, or {@linkplain Refused
 * refused}.
 *
 * <p>A refusal is data here; {@link #verify()} turns it into an exception. {@code toString()} returns the
 * wire text. Immutable.
 */
public sealed interface WwepReply {

    /**
     * {@return an acceptance: {@code A}, device (4 hexadecimal digits), register (2), value (4)}
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if a number is out of range
     */
    static Accepted accepted(DeviceId device, int register, int value) {
        return new Accepted(device, register, value);
    }

    /** {@return a refusal without a reason: {@code X} alone, as the protocol defines it} */
    static Refused refused() {
        return Refused.WITHOUT_REASON;
    }

    /**
     * {@return a refusal with a reason, as the course's servers send it: {@code X}, a space, the reason}
     *
     * @param reason 1 to {@value Refused#MAX_REASON} characters, each one byte: U+0000 to U+00FF; the
     *     first and the last are not white space
     * @throws IllegalArgumentException if the reason is empty, too long, has other characters, or has
     *     white space at its ends
     */
    static Refused refused(String reason) {
        Objects.requireNonNull(reason, "reason");
        return new Refused(reason);
    }

    /**
     * Returns this reply if the request was accepted.
     *
     * @return the acceptance, for chaining
     * @throws WwepRefusedException if it was refused
     */
    Accepted verify() throws WwepRefusedException;

    /** {@return the length of this reply on the wire, in bytes} */
    int length();

    /**
     * Writes this reply into a buffer.
     *
     * @param target the buffer
     * @param offset the index of the first byte to write
     * @return the offset after its last byte
     * @throws IndexOutOfBoundsException if there is no room for {@link #length()} bytes; nothing is
     *     written then
     */
    int encode(byte[] target, int offset);

    /**
     * The request was accepted: the write echoed, or the value that was read.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     */
    record Accepted(DeviceId device, int register, int value) implements WwepReply {

        /** The number of bytes of every acceptance. */
        public static final int LENGTH = 11;

        /**
         * Validates.
         *
         * @param device the device that has the register
         * @param register 0 to 0xFF
         * @param value 0 to 0xFFFF
         * @throws IllegalArgumentException if a number is out of range
         */
        public Accepted {
            Objects.requireNonNull(device, "device");
            Ranges.register(register);
            Ranges.value(value);
        }

        @Override
        public Accepted verify() {
            return this;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public int encode(byte[] target, int offset) {
            Objects.requireNonNull(target, "target");
            Objects.checkFromIndexSize(offset, LENGTH, target.length);
            target[offset] = 'A';
            return RegisterValue.encode(device, register, value, target, offset + 1);
        }

        @Override
        public String toString() {
            byte[] wire = new byte[LENGTH];
            encode(wire, 0);
            return WireText.of(wire);
        }
    }

    /**
     * The request was refused: it was illegal, or it asked for a register that was never written.
     *
     * @param reason the text that the server sent after its {@code X}, or null. The protocol does not define
     *     reasons; the course's servers send them
     */
    record Refused(@Nullable String reason) implements WwepReply {

        /** The longest reason, in bytes. */
        public static final int MAX_REASON = 256;

        static final Refused WITHOUT_REASON = new Refused(null);

        /**
         * Validates.
         *
         * @param reason null, or 1 to {@value #MAX_REASON} characters, each one byte: U+0000 to U+00FF; the first and the
         *     last are not white space
         * @throws IllegalArgumentException if the reason is empty, too long, has other characters, or has white space at
         *     its ends
         */
        public Refused {
            if (reason != null) {
                WireText.check("a reason", reason, MAX_REASON);
                if (!reason.equals(reason.strip())) {
                    throw new IllegalArgumentException(
                            "a reason does not begin or end with white space, which is lost on the wire: strip it");
                }
            }
        }

        @Override
        public Accepted verify() throws WwepRefusedException {
            throw new WwepRefusedException("the server refused the request: " + this, this);
        }

        @Override
        public int length() {
            return reason == null ? 1 : 2 + reason.length();
        }

        @Override
        public int encode(byte[] target, int offset) {
            Objects.requireNonNull(target, "target");
            Objects.checkFromIndexSize(offset, length(), target.length);
            target[offset] = 'X';
            if (reason == null) {
                return offset + 1;
            }
            target[offset + 1] = ' ';
            return WireText.put(reason, target, offset + 2);
        }

        /** {@return the wire text, with backslashes and everything unprintable escaped} */
        @Override
        public String toString() {
            return reason == null ? "X" : "X " + WireText.escape(reason);
        }
    }
}
