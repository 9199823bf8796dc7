package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decodes random contents and encodes the value again: 10^6 round trips over all types and word orders. {@code
 * -Dwwep.register.seed=7} repeats a run.
 */
class RegisterRoundTripTest {

    private static final int ROUND_TRIPS = 1_000_000;

    private static final long SEED = Long.getLong("wwep.register.seed", System.nanoTime());

    /** Contents at which signs, words and special floating-point numbers change. */
    private static final int[] EDGES = {0, 1, 0x7F80, 0x7FC0, 0x7FF0, 0x7FFF, 0x8000, 0xFF80, 0xFFF0, 0xFFFE, 0xFFFF};

    /** A register, and a function that makes a random word, at its index, valid for the type. */
    private record TypeUnderTest(Register<?> register, IntBinaryOperator makeValid) {

        TypeUnderTest(Register<?> register) {
            this(register, (word, index) -> word);
        }

        int[] contents(Random random) {
            return IntStream.range(0, register.count())
                    .map(index -> makeValid.applyAsInt(word(random), index))
                    .toArray();
        }

        private static int word(Random random) {
            return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(0x10000);
        }

        @Override
        public String toString() {
            return register.toString();
        }
    }

    static List<TypeUnderTest> kinds() {
        Stream<TypeUnderTest> ordered = Stream.of(WordOrder.values())
                .flatMap(order -> Stream.of("uint32", "int32", "float32", "uint64", "int64", "float64")
                        .map(type -> new TypeUnderTest(Register.of(type, 0x20, order))));
        Stream<TypeUnderTest> others = Stream.of(
                new TypeUnderTest(Register.uint16(0)),
                new TypeUnderTest(Register.int16(0)),
                new TypeUnderTest(Register.flag(0), (word, index) -> word & 1),
                new TypeUnderTest(Register.bit(0, 0)),
                new TypeUnderTest(Register.bit(0, 15)),
                new TypeUnderTest(Register.bits(0, 4, 7)),
                new TypeUnderTest(Register.bits(0, 0, 15)),
                new TypeUnderTest(
                        Register.enumerated(0, Map.of(0, "off", 1, "on", 0xFFFF, "broken")),
                        (word, index) -> word % 3 == 2 ? 0xFFFF : word % 3),
                new TypeUnderTest(
                        Register.bcd(0), (word, index) -> Integer.parseInt(String.valueOf(word % 10_000), 16)),
                new TypeUnderTest(
                        Register.ascii(0, 20), (word, index) -> index < 9 ? (word & 0x7F7F) | 0x0101 : word & 0x7F00),
                new TypeUnderTest(Register.hex(0, 12)),
                new TypeUnderTest(Register.int16(0).scaled(0.1)),
                new TypeUnderTest(Register.uint16(0).scaled(-0.025, 273.15)),
                new TypeUnderTest(Register.bits(0, 4, 12).scaled(0.5)),
                new TypeUnderTest(Register.int32(0).scaled(0.001, -40)),
                new TypeUnderTest(Register.uint32(0, WordOrder.LOW_FIRST).scaled(1e-6)),
                new TypeUnderTest(Register.uint32(0).scaled(3.7)),
                new TypeUnderTest(
                        Register.float32(0).scaled(0.1),
                        (word, index) -> (index == 0 && (word & 0x7F80) == 0x7F80) || word == 0x8000 ? 0x3F80 : word),
                new TypeUnderTest(Register.int16(0).mapped(value -> value + 1L, value -> (int) (value - 1))));
        return Stream.concat(ordered, others).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void decodedValuesEncodeToTheSameContents(TypeUnderTest kind) {
        Random random = new Random(SEED);
        int times = ROUND_TRIPS / kinds().size() + 1;

        for (int i = 0; i < times; i++) {
            int[] contents = kind.contents(random);
            assertRoundTrip(kind.register(), contents, random.nextInt(0x10000));
        }
    }

    private static <T> void assertRoundTrip(Register<T> register, int[] contents, int others) {
        T value = register.decode(contents);
        int[] current = contents.clone();
        if (register.isPartial()) {
            current[0] = others;
        }

        int[] encoded = register.encode(value, current);

        boolean isSame = register.isPartial()
                ? Arrays.equals(contents, register.encode(value, contents))
                        && Arrays.equals(current, register.encode(register.decode(current), encoded))
                : Arrays.equals(contents, encoded);
        if (!isSame || !register.decode(encoded).equals(value)) {
            assertThat(encoded)
                    .as("%s of %s with seed %d", value, register, SEED)
                    .containsExactly(contents);
        }
    }
}
