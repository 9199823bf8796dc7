package io.wwep.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Random messages, splits and garbage: the same ones for the same seed. */
final class RandomMessages {

    private static final String SEED_PROPERTY = "wwep.seed";

    private final SplittableRandom random;

    private RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Runs a check with many seeds, new ones each time; a failure names its seed. */
    static void forManySeeds(int count, Consumer<RandomMessages> check) {
        Long given = Long.getLong(SEED_PROPERTY);
        long first = given == null ? System.nanoTime() : given;
        long last = given == null ? first + count - 1 : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                check.accept(new RandomMessages(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("to see this again: -D" + SEED_PROPERTY + "=" + seed, e);
            }
        }
    }

    /** A number from 0 to {@code max}; its ends come more often than the rest. */
    int number(int max) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> max;
            default -> random.nextInt(max + 1);
        };
    }

    DeviceId device() {
        return DeviceId.of(number(0xFFFF));
    }

    WwepRequest request() {
        return random.nextBoolean()
                ? WwepRequest.read(device(), number(0xFF))
                : WwepRequest.write(device(), number(0xFF), number(0xFFFF));
    }

    /** A reply without text. */
    WwepReply reply() {
        return random.nextInt(3) == 0
                ? WwepReply.refused()
                : WwepReply.accepted(device(), number(0xFF), number(0xFFFF));
    }

    /** A reason as {@link WwepReply#refused(String)} takes it. */
    String reason() {
        String reason = "";
        while (reason.isEmpty()) {
            reason = bytes(1 + number(WwepReply.Refused.MAX_REASON - 1)).strip();
        }
        return reason;
    }

    /** So many of any bytes. */
    String bytes(int length) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append((char) random.nextInt(0x100));
        }
        return bytes.toString();
    }

    /** So many bytes of an alphabet: garbage that gets far. */
    String bytesOf(String alphabet, int length) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return bytes.toString();
    }

    /** Digits in any mixture of cases; the first letter of a message stays as it is. */
    String inAnyCase(String message) {
        StringBuilder mixed = new StringBuilder(message);
        for (int i = 1; i < mixed.length(); i++) {
            if (random.nextBoolean()) {
                mixed.setCharAt(i, Character.toLowerCase(mixed.charAt(i)));
            }
        }
        return mixed.toString();
    }

    /** A stream in pieces of random lengths, some of them empty. */
    List<String> split(String stream) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < stream.length()) {
            int end = Math.min(stream.length(), start + random.nextInt(16));
            pieces.add(stream.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
