package io.wwep.tls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of DER (X.690). Parses just enough to recognize the kind of a certificate or key that the JDK cannot read.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int LENGTH_IN_BYTES = 0x80;
    private static final int MOST_LENGTH_BYTES = 4;

    private final int tag;
    private final byte[] encoded;
    private final byte[] content;
    private final int end;

    private Der(byte[] bytes, int start, int from, int end) {
        this.tag = bytes[start] & 0xFF;
        this.encoded = Arrays.copyOfRange(bytes, start, end);
        this.content = Arrays.copyOfRange(bytes, from, end);
        this.end = end;
    }

    /** Returns the element at the start of the bytes, or null if there is no complete one. */
    static @Nullable Der first(byte[] bytes) {
        return at(bytes, 0);
    }

    private static @Nullable Der at(byte[] bytes, int start) {
        if (bytes.length - start < 2) {
            return null;
        }
        int length = bytes[start + 1] & 0xFF;
        int from = start + 2;
        if (length >= LENGTH_IN_BYTES) {
            int count = length - LENGTH_IN_BYTES;
            if (count == 0 || count > MOST_LENGTH_BYTES || bytes.length - from < count) {
                return null;
            }
            BigInteger value = new BigInteger(1, Arrays.copyOfRange(bytes, from, from + count));
            from += count;
            if (value.bitLength() > Integer.SIZE - 1) {
                return null;
            }
            length = value.intValue();
        }
        return bytes.length - from < length ? null : new Der(bytes, start, from, from + length);
    }

    /** The tag, of one byte: no format read here has longer ones. */
    int tag() {
        return tag;
    }

    /** Returns a copy of its content, without tag and length. */
    byte[] content() {
        return content.clone();
    }

    /** Returns a copy of the whole element. */
    byte[] encoded() {
        return encoded.clone();
    }

    /** Returns the offset of the next element in the bytes that this one was read from. */
    int end() {
        return end;
    }

    /** Returns the elements in this one, in order, up to the first incomplete one. */
    List<Der> elements() {
        List<Der> elements = new ArrayList<>();
        Der next = at(content, 0);
        while (next != null) {
            elements.add(next);
            next = at(content, next.end);
        }
        return elements;
    }

    boolean is(int expected) {
        return tag == expected;
    }

    /** Returns whether it has this context-specific tag. */
    boolean isTagged(int number) {
        return tag == (0xA0 | number);
    }

    /** Returns the tags of the elements in this one. */
    List<Integer> tags() {
        return elements().stream().map(Der::tag).toList();
    }

    /** Returns an object identifier in dotted form; empty if this is not one. */
    String oid() {
        if (tag != OBJECT_IDENTIFIER || content.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        BigInteger value = BigInteger.ZERO;
        for (byte each : content) {
            value = value.shiftLeft(7).or(BigInteger.valueOf(each & 0x7F));
            if (each >= 0) {
                append(text, value);
                value = BigInteger.ZERO;
            }
        }
        return text.toString();
    }

    /** The first number encodes two. */
    private static void append(StringBuilder text, BigInteger value) {
        if (text.length() > 0) {
            text.append('.').append(value);
            return;
        }
        int root = Math.min(value.min(BigInteger.valueOf(80)).intValue() / 40, 2);
        text.append(root).append('.').append(value.subtract(BigInteger.valueOf(40L * root)));
    }
}
