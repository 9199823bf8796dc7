package io.wwep.tls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of DER (X.690): enough of it to tell what kind of certificate or key some bytes are where the JDK only says
 * that it cannot read them.
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

    /** The element that the bytes begin with, or null if they do not begin with a whole one. */
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

    /** Of one byte: no format that is read here has longer ones. */
    int tag() {
        return tag;
    }

    /** A copy of its bytes, without tag and length. */
    byte[] content() {
        return content.clone();
    }

    /** A copy of all its bytes. */
    byte[] encoded() {
        return encoded.clone();
    }

    /** Where the next element begins in the bytes that this one was read from. */
    int end() {
        return end;
    }

    /** The elements in this one, in their order, up to the first that is not whole. */
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

    /** Whether it is tagged with this number in its context. */
    boolean isTagged(int number) {
        return tag == (0xA0 | number);
    }

    /** The tags of the elements in this one. */
    List<Integer> tags() {
        return elements().stream().map(Der::tag).toList();
    }

    /** An object identifier with its dots; empty if this is none. */
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

    /** The first number stands for two. */
    private static void append(StringBuilder text, BigInteger value) {
        if (text.length() > 0) {
            text.append('.').append(value);
            return;
        }
        int root = Math.min(value.min(BigInteger.valueOf(80)).intValue() / 40, 2);
        text.append(root).append('.').append(value.subtract(BigInteger.valueOf(40L * root)));
    }
}
