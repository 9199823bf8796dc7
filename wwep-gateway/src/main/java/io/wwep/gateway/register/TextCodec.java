package io.wwep.gateway.register;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text in one or more registers. */
sealed interface TextCodec extends Codec<String> {

    int BYTE = 8;
    int LARGEST_BYTE = 0xFF;

    @Override
    default boolean isPartial() {
        return false;
    }

    @Override
    default @Nullable Numeric<String> numeric() {
        return null;
    }

    private static int count(String type, int length, int perRegister) {
        if (length < 1 || length % perRegister != 0) {
            throw new IllegalArgumentException(type + "(" + length + "): the length counts characters, and a register"
                    + " holds " + perRegister + " of them; give a multiple of " + perRegister);
        }
        return length / perRegister;
    }

    /** Two characters in each register, the first in the high byte, padded with zeros. */
    record Ascii(int length, int count) implements TextCodec {

        private static final int LARGEST = 0x7F;

        Ascii(int length) {
            this(length, TextCodec.count("ascii", length, 2));
        }

        @Override
        public String type() {
            return "ascii(" + length + ")";
        }

        @Override
        public String decode(int[] raw) throws CodecException {
            StringBuilder text = new StringBuilder();
            boolean ended = false;
            for (int i = 0; i < length; i++) {
                int character = i % 2 == 0 ? raw[i / 2] >>> BYTE : raw[i / 2] & LARGEST_BYTE;
                if (character > LARGEST) {
                    throw new CodecException(String.format("byte %02X is not an ASCII character", character));
                }
                if (ended && character != 0) {
                    throw new CodecException("there are characters after the zero that ends the text");
                }
                ended = character == 0;
                if (!ended) {
                    text.append((char) character);
                }
            }
            return text.toString();
        }

        @Override
        public void encode(String value, int[] raw) throws CodecException {
            if (value.length() > length) {
                throw new CodecException("'" + value + "' is too long: give at most " + length + " characters");
            }
            for (int i = 0; i < length; i++) {
                int character = i < value.length() ? value.charAt(i) : 0;
                if (character > LARGEST || (character == 0 && i < value.length())) {
                    throw new CodecException(String.format(
                            Locale.ROOT,
                            "character %d is U+%04X: give ASCII characters, U+0001 to U+007F",
                            i + 1,
                            character));
                }
                raw[i / 2] = i % 2 == 0 ? character << BYTE : raw[i / 2] | character;
            }
        }
    }

    /** Four hexadecimal digits in each register, as on the wire. */
    record Hex(int length, int count) implements TextCodec {

        private static final int DIGITS = 4;
        private static final int RADIX = 16;

        Hex(int length) {
            this(length, TextCodec.count("hex", length, DIGITS));
        }

        @Override
        public String type() {
            return "hex(" + length + ")";
        }

        @Override
        public String decode(int[] raw) {
            StringBuilder text = new StringBuilder();
            for (int content : raw) {
                text.append(String.format(Locale.ROOT, "%04X", content));
            }
            return text.toString();
        }

        @Override
        public void encode(String value, int[] raw) throws CodecException {
            if (value.length() != length || !value.matches("\\p{XDigit}*")) {
                throw new CodecException("'" + value + "' is not a value: give " + length + " hexadecimal digits");
            }
            for (int i = 0; i < count; i++) {
                raw[i] = Integer.parseInt(value, i * DIGITS, (i + 1) * DIGITS, RADIX);
            }
        }
    }
}
