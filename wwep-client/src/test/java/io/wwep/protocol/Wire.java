package io.wwep.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Represents bytes on the wire as text, one character per byte, and splits them in every way they can arrive. */
final class Wire {

    static final String HEX_DIGITS = "0123456789ABCDEFabcdef";

    /** Longer than any message, so that a wrong offset stays within the array. */
    private static final int MARGIN = 16;

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    static String withByte(String message, int at, int value) {
        return message.substring(0, at) + (char) value + message.substring(at + 1);
    }

    /** Runs a check with each way to split a message into non-empty pieces: for n bytes, 2^(n-1) ways. */
    static void forEverySplit(String message, Consumer<List<String>> check) {
        for (int cuts = 0; cuts < 1 << (message.length() - 1); cuts++) {
            List<String> pieces = new ArrayList<>();
            int start = 0;
            for (int i = 1; i < message.length(); i++) {
                if ((cuts >> (i - 1) & 1) == 1) {
                    pieces.add(message.substring(start, i));
                    start = i;
                }
            }
            pieces.add(message.substring(start));
            check.accept(pieces);
        }
    }

    /** Runs a check with each way to split a stream in two, and with the whole stream. */
    static void forEverySplitInTwo(String stream, Consumer<List<String>> check) {
        for (int i = 0; i <= stream.length(); i++) {
            check.accept(List.of(stream.substring(0, i), stream.substring(i)));
        }
    }

    /** Splits a fuzzer's input: the first byte is the length of the pieces of the rest. */
    static List<String> pieces(byte[] input) {
        List<String> pieces = new ArrayList<>();
        int length = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
        for (int from = 1; from < input.length; from += length) {
            pieces.add(text(input, from, Math.min(input.length, from + length)));
        }
        return pieces;
    }

    /** Feeds pieces like a reader of a socket, until the end or an illegal byte. */
    static List<WwepRequest> requests(RequestDecoder decoder, List<String> pieces) {
        List<WwepRequest> found = new ArrayList<>();
        for (String piece : pieces) {
            byte[] buffer = surroundedByOtherBytes(piece);
            int to = MARGIN + piece.length();
            int next = MARGIN;
            while (next < to) {
                int from = next;
                next = decoder.decode(buffer, from, to);
                assertThat(next).isBetween(from, to);
                if (decoder.state() == RequestDecoder.State.ILLEGAL) {
                    return found;
                }
                assertThat(next).as("bytes are consumed").isGreaterThan(from);
                if (decoder.state() == RequestDecoder.State.COMPLETE) {
                    found.add(decoder.request());
                } else {
                    assertThat(next).as("the whole piece is consumed").isEqualTo(to);
                }
            }
        }
        return found;
    }

    /** Feeds pieces like a reader of a socket, until the end or a malformed byte. */
    static List<WwepReply> replies(ReplyDecoder decoder, List<String> pieces) {
        List<WwepReply> found = new ArrayList<>();
        for (String piece : pieces) {
            byte[] buffer = surroundedByOtherBytes(piece);
            int to = MARGIN + piece.length();
            int next = MARGIN;
            while (next < to) {
                int from = next;
                next = decoder.decode(buffer, from, to);
                assertThat(next).isBetween(from, to);
                if (decoder.state() == ReplyDecoder.State.MALFORMED) {
                    return found;
                }
                assertThat(next).as("bytes are consumed").isGreaterThan(from);
                if (decoder.state() == ReplyDecoder.State.COMPLETE) {
                    found.add(decoder.reply());
                } else {
                    assertThat(next).as("the whole piece is consumed").isEqualTo(to);
                }
            }
        }
        return found;
    }

    /** Surrounds a piece with {@link #MARGIN} bytes that look like digits on both sides. */
    private static byte[] surroundedByOtherBytes(String piece) {
        byte[] buffer = new byte[MARGIN + piece.length() + MARGIN];
        Arrays.fill(buffer, (byte) 'F');
        System.arraycopy(bytes(piece), 0, buffer, MARGIN, piece.length());
        return buffer;
    }
}
