package io.wwep.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Bytes on the wire as text, one character for each byte, and the ways in which they can arrive. */
final class Wire {

    static final String HEX_DIGITS = "0123456789ABCDEFabcdef";

    /** More room than any message takes, so that a wrong offset lands within the array. */
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

    /** Every way to cut a message into pieces of one byte or more: for n bytes, 2^(n-1) ways. */
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

    /** Every way to cut a stream in two, and not at all. */
    static void forEverySplitInTwo(String stream, Consumer<List<String>> check) {
        for (int i = 0; i <= stream.length(); i++) {
            check.accept(List.of(stream.substring(0, i), stream.substring(i)));
        }
    }

    /** What a fuzzer found: the first byte tells how long the pieces are in which the others come. */
    static List<String> pieces(byte[] input) {
        List<String> pieces = new ArrayList<>();
        int length = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
        for (int from = 1; from < input.length; from += length) {
            pieces.add(text(input, from, Math.min(input.length, from + length)));
        }
        return pieces;
    }

    /** Feeds pieces as a reader of a socket would, until they end or one is illegal. */
    static List<WwepRequest> requests(RequestDecoder decoder, List<String> pieces) {
        List<WwepRequest> found = new ArrayList<>();
        for (String piece : pieces) {
            byte[] buffer = amongOtherBytes(piece);
            int to = MARGIN + piece.length();
            int next = MARGIN;
            while (next < to) {
                int from = next;
                next = decoder.decode(buffer, from, to);
                assertThat(next).isBetween(from, to);
                if (decoder.state() == RequestDecoder.State.ILLEGAL) {
                    return found;
                }
                assertThat(next).as("bytes are taken").isGreaterThan(from);
                if (decoder.state() == RequestDecoder.State.COMPLETE) {
                    found.add(decoder.request());
                } else {
                    assertThat(next).as("all is taken of what goes on").isEqualTo(to);
                }
            }
        }
        return found;
    }

    /** Feeds pieces as a reader of a socket would, until they end or one is malformed. */
    static List<WwepReply> replies(ReplyDecoder decoder, List<String> pieces) {
        List<WwepReply> found = new ArrayList<>();
        for (String piece : pieces) {
            byte[] buffer = amongOtherBytes(piece);
            int to = MARGIN + piece.length();
            int next = MARGIN;
            while (next < to) {
                int from = next;
                next = decoder.decode(buffer, from, to);
                assertThat(next).isBetween(from, to);
                if (decoder.state() == ReplyDecoder.State.MALFORMED) {
                    return found;
                }
                assertThat(next).as("bytes are taken").isGreaterThan(from);
                if (decoder.state() == ReplyDecoder.State.COMPLETE) {
                    found.add(decoder.reply());
                } else {
                    assertThat(next).as("all is taken of what goes on").isEqualTo(to);
                }
            }
        }
        return found;
    }

    /** Puts a piece behind {@link #MARGIN} bytes that would pass for digits, and as many after it. */
    private static byte[] amongOtherBytes(String piece) {
        byte[] buffer = new byte[MARGIN + piece.length() + MARGIN];
        Arrays.fill(buffer, (byte) 'F');
        System.arraycopy(bytes(piece), 0, buffer, MARGIN, piece.length());
        return buffer;
    }
}
