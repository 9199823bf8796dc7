package io.wwep.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes to the server: a {@linkplain Read read} of a register, a {@linkplain Write
 * write} to one, or {@linkplain Raw raw} bytes sent as they are.
 *
 * <p>Requests are validated when created, so that each one can be sent. {@code toString()} returns the
 * wire text. Immutable.
 */
public sealed interface WwepRequest {

    /**
     * {@return a request for the value of a register: {@code R}, device (4 hexadecimal digits), register (2)}
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @throws IllegalArgumentException if a number is out of range
     */
    static Read read(int device, int register) {
        return new Read(DeviceId.of(device), register);
    }

    /**
     * {@return a request for the value of a register}
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @throws IllegalArgumentException if the register is out of range
     */
    static Read read(DeviceId device, int register) {
        return new Read(device, register);
    }

    /**
     * {@return a request to store a value: {@code W}, device (4 hexadecimal digits), register (2), value (4)}
     *
     * @param device 0 to 0xFFFF
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if a number is out of range
     */
    static Write write(int device, int register, int value) {
        return new Write(DeviceId.of(device), register, value);
    }

    /**
     * {@return a request to store a value}
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if a number is out of range
     */
    static Write write(DeviceId device, int register, int value) {
        return new Write(device, register, value);
    }

    /**
     * {@return bytes to be sent as they are, legal or not} Use them to see how a server handles an illegal packet. The
     * client ends its output after them, so that the server does not wait for more. TLS 1.2 does not allow that: there, a server
     * answers an incomplete request only after it has waited for the rest.
     *
     * @param text 1 to {@value Raw#MAX_LENGTH} characters, each one byte: U+0000 to U+00FF
     * @throws IllegalArgumentException if the text is empty, too long, or has other characters
     */
    static Raw raw(String text) {
        Objects.requireNonNull(text, "text");
        return new Raw(text);
    }

    /** {@return the device that the request is for; null for raw bytes, which need not name one} */
    @Nullable
    DeviceId device();

    /** {@return the length of this request on the wire, in bytes} */
    int length();

    /**
     * Writes this request into a buffer.
     *
     * @param target the buffer
     * @param offset the index of the first byte to write
     * @return the offset after its last byte
     * @throws IndexOutOfBoundsException if there is no room for {@link #length()} bytes; nothing is
     *     written then
     */
    int encode(byte[] target, int offset);

    /**
     * {@return whether this reply can be the answer to this request} It must name the same device and
     * register, and for a write the same value. Any acceptance can be the answer to raw bytes.
     *
     * @param reply an acceptance; a refusal can be the answer to any request
     */
    boolean isAnsweredBy(WwepReply.Accepted reply);

    /**
     * A request for the value of a register.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     */
    record Read(DeviceId device, int register) implements WwepRequest {

        /** The number of bytes of every read. */
        public static final int LENGTH = 7;

        /**
         * Validates.
         *
         * @param device the device that has the register
         * @param register 0 to 0xFF
         * @throws IllegalArgumentException if the register is out of range
         */
        public Read {
            Objects.requireNonNull(device, "device");
            Ranges.register(register);
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public int encode(byte[] target, int offset) {
            Objects.requireNonNull(target, "target");
            Objects.checkFromIndexSize(offset, LENGTH, target.length);
            target[offset] = 'R';
            int next = Hex.putFour(device.value(), target, offset + 1);
            return Hex.putTwo(register, target, next);
        }

        @Override
        public boolean isAnsweredBy(WwepReply.Accepted reply) {
            Objects.requireNonNull(reply, "reply");
            return reply.register() == register && reply.device().equals(device);
        }

        @Override
        public String toString() {
            byte[] wire = new byte[LENGTH];
            encode(wire, 0);
            return WireText.of(wire);
        }
    }

    /**
     * A request to store a value in a register.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     */
    record Write(DeviceId device, int register, int value) implements WwepRequest {

        /** The number of bytes of every write. */
        public static final int LENGTH = 11;

        /**
         * Validates.
         *
         * @param device the device that has the register
         * @param register 0 to 0xFF
         * @param value 0 to 0xFFFF
         * @throws IllegalArgumentException if a number is out of range
         */
        public Write {
            Objects.requireNonNull(device, "device");
            Ranges.register(register);
            Ranges.value(value);
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public int encode(byte[] target, int offset) {
            Objects.requireNonNull(target, "target");
            Objects.checkFromIndexSize(offset, LENGTH, target.length);
            target[offset] = 'W';
            return RegisterValue.encode(device, register, value, target, offset + 1);
        }

        @Override
        public boolean isAnsweredBy(WwepReply.Accepted reply) {
            Objects.requireNonNull(reply, "reply");
            return reply.value() == value
                    && reply.register() == register
                    && reply.device().equals(device);
        }

        @Override
        public String toString() {
            byte[] wire = new byte[LENGTH];
            encode(wire, 0);
            return WireText.of(wire);
        }
    }

    /**
     * Bytes to be sent as they are.
     *
     * @param text 1 to {@value #MAX_LENGTH} characters, each one byte: U+0000 to U+00FF
     */
    record Raw(String text) implements WwepRequest {

        /** The longest text, in bytes. */
        public static final int MAX_LENGTH = 256;

        /**
         * Validates.
         *
         * @param text 1 to {@value #MAX_LENGTH} characters, each one byte: U+0000 to U+00FF
         * @throws IllegalArgumentException if the text is empty, too long, or has other characters
         */
        public Raw {
            Objects.requireNonNull(text, "text");
            WireText.check("a raw request", text, MAX_LENGTH);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public int encode(byte[] target, int offset) {
            Objects.requireNonNull(target, "target");
            Objects.checkFromIndexSize(offset, length(), target.length);
            return WireText.put(text, target, offset);
        }

        @Override
        public @Nullable DeviceId device() {
            return null;
        }

        @Override
        public boolean isAnsweredBy(WwepReply.Accepted reply) {
            Objects.requireNonNull(reply, "reply");
            return true;
        }

        /** {@return the text, with backslashes and everything unprintable escaped} */
        @Override
        public String toString() {
            return WireText.escape(text);
        }
    }
}
