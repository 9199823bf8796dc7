package io.wwep.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Generates random messages, splits and garbage, reproducible by seed. */
final class RandomMessages {

    private static final String SEED_PROPERTY = "wwep.seed";

    private final SplittableRandom random;

    private RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Runs a check with many new seeds; a failure names its seed. */
    static void forManySeeds(int count, Consumer<RandomMessages> check) {
        Long given = Long.getLong(SEED_PROPERTY);
        long first = given == null ? System.nanoTime() : given;
        long last = given == null ? first + count - 1 : first;
        for (long seed = first; seed <= last; seed++) {
            try {
                check.accept(new RandomMessages(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("to reproduce: -D" + SEED_PROPERTY + "=" + seed, e);
            }
        }
    }

    /** Returns a number from 0 to {@code max}; both ends are more likely than other values. */
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

    /** Returns a reply without text. */
    WwepReply reply() {
        return random.nextInt(3) == 0
                ? WwepReply.refused()
                : WwepReply.accepted(device(), number(0xFF), number(0xFFFF));
    }

    /** Returns a reason that {@link WwepReply#refused(String)} accepts. */
    String reason() {
        String reason = "";
        while (reason.isEmpty()) {
            reason = bytes(1 + number(WwepReply.Refused.MAX_REASON - 1)).strip();
        }
        return reason;
    }

    /** Returns the given number of arbitrary bytes. */
    String bytes(int length) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append((char) random.nextInt(0x100));
        }
        return bytes.toString();
    }

    /** Returns the given number of bytes of an alphabet: garbage that resembles messages. */
    String bytesOf(String alphabet, int length) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return bytes.toString();
    }

    /** Randomizes the case of digits but not of a message's first letter. */
    String inAnyCase(String message) {
        StringBuilder mixed = new StringBuilder(message);
        for (int i = 1; i < mixed.length(); i++) {
            if (random.nextBoolean()) {
                mixed.setCharAt(i, Character.toLowerCase(mixed.charAt(i)));
            }
        }
        return mixed.toString();
    }

    /** Splits a stream into pieces of random lengths, some of them empty. */
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
