package io.wwep.gateway.register;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Values of up to 64 bits: numbers, flags and enumerated values. */
record FieldCodec<T>(
        String type,
        Field field,
        Decoder<T> decoder,
        Encoder<T> encoder,
        @Nullable Numeric<T> numeric,
        List<T> choices) implements Codec<T> {

    private static final List<Boolean> FLAGS = List.of(false, true);

    private static final int WORD = 16;
    private static final int HIGHEST_BIT = WORD - 1;
    private static final int LONG = 64;
    private static final long LARGEST_WORD = 0xFFFF;
    private static final long LARGEST_DOUBLE_WORD = 0xFFFF_FFFFL;
    private static final BigInteger LARGEST_LONG =
            BigInteger.ONE.shiftLeft(LONG).subtract(BigInteger.ONE);

    private static final int DIGITS = 4;
    private static final int DIGIT = 4;
    private static final int DECIMAL = 10;
    private static final int LARGEST_BCD = 9999;

    /** Converts bits to a value. */
    interface Decoder<T> {
        T decode(long bits) throws CodecException;
    }

    /** Converts a value to bits. Bits beyond the field are ignored. */
    interface Encoder<T> {
        long encode(T value) throws CodecException;
    }

    /** Locates the bits: {@code width} bits from bit {@code from} up, in {@code count} registers. Bit 0 is the lowest. */
    record Field(int count, WordOrder order, int from, int width) {

        static Field registers(int count, WordOrder order) {
            Objects.requireNonNull(order, "order");
            return new Field(count, order, 0, count * WORD);
        }

        static Field register() {
            return registers(1, WordOrder.HIGH_FIRST);
        }

        static Field bits(int from, int to) {
            if (from < 0 || to > HIGHEST_BIT || from > to) {
                throw new IllegalArgumentException("bits " + from + " to " + to
                        + ": give the lowest bit, then the highest, each from 0 (the lowest) to 15");
            }
            return new Field(1, WordOrder.HIGH_FIRST, from, to - from + 1);
        }

        boolean isPartial() {
            return width < count * WORD;
        }

        long get(int[] raw) {
            return (join(raw) >>> from) & mask();
        }

        void put(long bits, int[] raw) {
            long rest = (join(raw) & ~(mask() << from)) | ((bits & mask()) << from);
            for (int i = count - 1; i >= 0; i--) {
                raw[index(i)] = (int) (rest & LARGEST_WORD);
                rest >>>= WORD;
            }
        }

        private long join(int[] raw) {
            long joined = 0;
            for (int i = 0; i < count; i++) {
                joined = joined << WORD | raw[index(i)];
            }
            return joined;
        }

        private int index(int fromTheHighest) {
            return order == WordOrder.HIGH_FIRST ? fromTheHighest : count - 1 - fromTheHighest;
        }

        private long mask() {
            return -1L >>> (LONG - width);
        }
    }

    /** Numbers, which have no list of choices. */
    private FieldCodec(String type, Field field, Decoder<T> decoder, Encoder<T> encoder, Numeric<T> numeric) {
        this(type, field, decoder, encoder, numeric, List.of());
    }

    @Override
    public int count() {
        return field.count();
    }

    @Override
    public boolean isPartial() {
        return field.isPartial();
    }

    @Override
    public T decode(int[] raw) throws CodecException {
        return decoder.decode(field.get(raw));
    }

    @Override
    public void encode(T value, int[] raw) throws CodecException {
        field.put(encoder.encode(value), raw);
    }

    static FieldCodec<Integer> uint16() {
        return unsigned("uint16", Field.register(), LARGEST_WORD);
    }

    static FieldCodec<Integer> int16() {
        return whole(
                "int16",
                Field.register(),
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                bits -> (int) (short) bits,
                BigDecimal::intValue);
    }

    static FieldCodec<Integer> bits(int from, int to) {
        Field field = Field.bits(from, to);
        return unsigned("bits(" + from + "," + to + ")", field, field.mask());
    }

    private static FieldCodec<Integer> unsigned(String type, Field field, long max) {
        return whole(type, field, 0, max, bits -> (int) bits, BigDecimal::intValue);
    }

    static FieldCodec<Integer> bcd() {
        FieldCodec<Integer> number = unsigned("bcd", Field.register(), LARGEST_BCD);
        return new FieldCodec<>(
                number.type,
                number.field,
                FieldCodec::decodeDigits,
                value -> encodeDigits(number.encoder.encode(value)),
                number.numeric,
                List.of());
    }

    private static int decodeDigits(long bits) throws CodecException {
        int number = 0;
        for (int i = DIGITS - 1; i >= 0; i--) {
            int digit = (int) (bits >>> (i * DIGIT)) & (WORD - 1);
            if (digit >= DECIMAL) {
                throw new CodecException(String.format("%X is not a decimal digit", digit));
            }
            number = number * DECIMAL + digit;
        }
        return number;
    }

    private static long encodeDigits(long number) {
        long bits = 0;
        long rest = number;
        for (int i = 0; i < DIGITS; i++) {
            bits |= (rest % DECIMAL) << (i * DIGIT);
            rest /= DECIMAL;
        }
        return bits;
    }

    static FieldCodec<Long> uint32(WordOrder order) {
        return whole("uint32", Field.registers(2, order), 0, LARGEST_DOUBLE_WORD, bits -> bits, BigDecimal::longValue);
    }

    static FieldCodec<Integer> int32(WordOrder order) {
        return whole(
                "int32",
                Field.registers(2, order),
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                bits -> (int) bits,
                BigDecimal::intValue);
    }

    static FieldCodec<BigInteger> uint64(WordOrder order) {
        return whole(
                "uint64",
                Field.registers(4, order),
                BigDecimal.ZERO,
                new BigDecimal(LARGEST_LONG),
                bits -> BigInteger.valueOf(bits).and(LARGEST_LONG),
                BigDecimal::toBigInteger);
    }

    static FieldCodec<Long> int64(WordOrder order) {
        return whole(
                "int64",
                Field.registers(4, order),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                bits -> bits,
                BigDecimal::longValue);
    }

    static FieldCodec<Float> float32(WordOrder order) {
        BigDecimal max = new BigDecimal(Float.toString(Float.MAX_VALUE));
        return new FieldCodec<>(
                "float32",
                Field.registers(2, order),
                bits -> Float.intBitsToFloat((int) bits),
                Float::floatToRawIntBits,
                new Numeric<>(max.negate(), max, false, BigDecimal::floatValue));
    }

    static FieldCodec<Double> float64(WordOrder order) {
        BigDecimal max = new BigDecimal(Double.toString(Double.MAX_VALUE));
        return new FieldCodec<>(
                "float64",
                Field.registers(4, order),
                Double::longBitsToDouble,
                Double::doubleToRawLongBits,
                new Numeric<>(max.negate(), max, false, BigDecimal::doubleValue));
    }

    private static <T> FieldCodec<T> whole(
            String type, Field field, long min, long max, LongFunction<T> decoder, Function<BigDecimal, T> maker) {
        return whole(type, field, BigDecimal.valueOf(min), BigDecimal.valueOf(max), decoder, maker);
    }

    private static <T> FieldCodec<T> whole(
            String type,
            Field field,
            BigDecimal min,
            BigDecimal max,
            LongFunction<T> decoder,
            Function<BigDecimal, T> maker) {
        Numeric<T> numeric = new Numeric<>(min, max, true, maker);
        return new FieldCodec<>(
                type,
                field,
                decoder::apply,
                value -> {
                    BigDecimal number = Numeric.decimal(value);
                    if (!numeric.contains(number)) {
                        throw Numeric.outOfRange(value, min, max);
                    }
                    return number.longValue();
                },
                numeric);
    }

    static FieldCodec<Boolean> flag() {
        return new FieldCodec<>(
                "flag",
                Field.register(),
                bits -> {
                    if (bits > 1) {
                        throw new CodecException("a flag is 0000 or 0001");
                    }
                    return bits == 1;
                },
                value -> value ? 1 : 0,
                null,
                FLAGS);
    }

    static FieldCodec<Boolean> bit(int n) {
        if (n < 0 || n > HIGHEST_BIT) {
            throw new IllegalArgumentException("bit " + n + " is out of range: give 0 (the lowest) to 15");
        }
        return new FieldCodec<>(
                "bit(" + n + ")", Field.bits(n, n), bits -> bits == 1, value -> value ? 1 : 0, null, FLAGS);
    }

    static <E> FieldCodec<E> enumerated(Map<Integer, ? extends E> values) {
        Map<Long, E> decoded = new TreeMap<>();
        Map<E, Long> encoded = new HashMap<>();
        values.forEach((number, value) -> {
            Objects.requireNonNull(number, "number");
            Objects.requireNonNull(value, "value");
            if (number < 0 || number > LARGEST_WORD) {
                throw new IllegalArgumentException(number + " for " + value + " is out of range: give 0 to 65535");
            }
            Long other = encoded.put(value, number.longValue());
            if (other != null) {
                throw new IllegalArgumentException(value + " has two numbers, " + other + " and " + number
                        + ": give each value one, or it cannot be written");
            }
            decoded.put(number.longValue(), value);
        });
        if (decoded.isEmpty()) {
            throw new IllegalArgumentException("the map of values is empty: give at least one number and its value");
        }
        return new FieldCodec<>(
                "enumerated",
                Field.register(),
                bits -> known(decoded.get(bits), bits + " is not one of the known numbers", decoded),
                value -> known(encoded.get(value), value + " is not one of the known values", decoded),
                null,
                List.copyOf(decoded.values()));
    }

    private static <V> V known(@Nullable V found, String problem, Map<Long, ?> values) throws CodecException {
        if (found == null) {
            throw new CodecException(problem + ", which are " + values);
        }
        return found;
    }
}
