package io.wwep.gateway.register;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values to the contents of registers, and decodes them. Contents are passed in the order of the registers'
 * numbers.
 */
sealed interface Codec<T> permits FieldCodec, TextCodec, Codec.Derived {

    /** The type by its name in files and options. */
    String type();

    /** The number of registers. */
    int count();

    /** Whether the value occupies only some bits of a register, so that encoding must preserve the others. */
    boolean isPartial();

    /** The properties of the numbers, or null if the values are not numbers. */
    @Nullable
    Numeric<T> numeric();

    /** The difference between neighboring numbers, or null if the values are not numbers or have no fixed one. */
    default @Nullable BigDecimal step() {
        Numeric<T> numbers = numeric();
        return numbers != null && numbers.isWhole() ? BigDecimal.ONE : null;
    }

    /** All values, in the order of their numbers, if the type lists them; otherwise none. */
    default List<T> choices() {
        return List.of();
    }

    T decode(int[] raw) throws CodecException;

    /** Encodes a value into the registers' present contents. */
    void encode(T value, int[] raw) throws CodecException;

    /** Thrown if contents cannot be decoded, or a value cannot be encoded; the message is the reason. */
    final class CodecException extends Exception {

        private static final long serialVersionUID = 1L;

        CodecException(String reason) {
            this(reason, null);
        }

        CodecException(String reason, @Nullable Throwable cause) {
            super(reason, cause, false, false);
        }
    }

    /** The range of a numeric type, whether it has whole numbers only, and how to create one. */
    record Numeric<T>(BigDecimal min, BigDecimal max, boolean isWhole, Function<BigDecimal, T> maker) {

        /** Converts a number to decimal; fails for NaN and infinity. */
        static BigDecimal decimal(Object number) throws CodecException {
            if (isFloating(number) && !Double.isFinite(((Number) number).doubleValue())) {
                throw new CodecException(number + " is not a finite number");
            }
            return new BigDecimal(number.toString());
        }

        static boolean isFloating(Object number) {
            return number instanceof Double || number instanceof Float;
        }

        boolean contains(BigDecimal number) {
            return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
        }

        /** Divides, and rounds to the nearest number of the type, halves away from zero. */
        BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
            return isWhole
                    ? dividend.divide(divisor, 0, RoundingMode.HALF_UP)
                    : dividend.divide(divisor, MathContext.DECIMAL128);
        }

        static CodecException outOfRange(Object value, Object min, Object max) {
            return new CodecException(value + " is out of range: give " + min + " to " + max);
        }
    }

    /** Changes the values of another codec, and uses its registers. */
    sealed interface Derived<S, T> extends Codec<T> permits Scaled, Ranged, Mapped {

        Codec<S> inner();

        @Override
        default String type() {
            return inner().type();
        }

        @Override
        default int count() {
            return inner().count();
        }

        @Override
        default boolean isPartial() {
            return inner().isPartial();
        }
    }

    /** A number in other units: value = raw × factor + offset, calculated in decimal. */
    record Scaled<N>(Codec<N> inner, Numeric<N> raw, BigDecimal factor, BigDecimal offset)
            implements Derived<N, Double> {

        /** @throws IllegalArgumentException if a double cannot hold or distinguish the values */
        public Scaled {
            double largest = Math.max(
                    Math.abs(scale(raw.min(), factor, offset).doubleValue()),
                    Math.abs(scale(raw.max(), factor, offset).doubleValue()));
            if (raw.isWhole() && Double.isInfinite(largest)) {
                throw new IllegalArgumentException("factor " + factor + " with offset " + offset
                        + ": the largest values would be too large for a double; use a smaller factor or offset");
            }
            boolean isExact = raw.isWhole() && inner.count() <= 2;
            if (isExact && Math.ulp(largest) > factor.abs().doubleValue() / 2) {
                throw new IllegalArgumentException("factor " + factor + " with offset " + offset
                        + ": a double cannot distinguish neighboring values; use a larger factor or a smaller offset");
            }
        }

        @Override
        public Numeric<Double> numeric() {
            BigDecimal one = scale(raw.min(), factor, offset);
            BigDecimal other = scale(raw.max(), factor, offset);
            return new Numeric<>(one.min(other), one.max(other), false, BigDecimal::doubleValue);
        }

        @Override
        public @Nullable BigDecimal step() {
            BigDecimal step = inner.step();
            return step == null ? null : step.multiply(factor.abs());
        }

        @Override
        public Double decode(int[] contents) throws CodecException {
            double value = scale(Numeric.decimal(inner.decode(contents)), factor, offset)
                    .doubleValue();
            if (Double.isInfinite(value)) {
                throw new CodecException("the scaled value is too large for a double");
            }
            return value;
        }

        @Override
        public void encode(Double value, int[] contents) throws CodecException {
            BigDecimal unscaled = raw.quotient(Numeric.decimal(value).subtract(offset), factor);
            if (!raw.contains(unscaled)) {
                throw Numeric.outOfRange(value, numeric().min(), numeric().max());
            }
            inner.encode(raw.maker().apply(unscaled), contents);
        }

        private static BigDecimal scale(BigDecimal number, BigDecimal factor, BigDecimal offset) {
            return number.multiply(factor).add(offset);
        }
    }

    /** Limits values to a range. */
    record Ranged<T>(Codec<T> inner, T min, T max) implements Derived<T, T> {

        @Override
        public @Nullable Numeric<T> numeric() {
            Numeric<T> all = inner.numeric();
            return all == null
                    ? null
                    : new Numeric<>(
                            new BigDecimal(min.toString()), new BigDecimal(max.toString()), all.isWhole(), all.maker());
        }

        @Override
        public @Nullable BigDecimal step() {
            return inner.step();
        }

        @Override
        public T decode(int[] raw) throws CodecException {
            T value = inner.decode(raw);
            if (!contains(value)) {
                throw new CodecException(value + " is out of the range " + min + " to " + max);
            }
            return value;
        }

        @Override
        public void encode(T value, int[] raw) throws CodecException {
            if (!contains(value)) {
                throw Numeric.outOfRange(value, min, max);
            }
            inner.encode(value, raw);
            T rounded = inner.decode(raw);
            if (!contains(rounded)) {
                throw new CodecException(
                        value + " is rounded to " + rounded + ", which is out of the range " + min + " to " + max);
            }
        }

        private boolean contains(T value) {
            return isAtMost(min, value) && isAtMost(value, max);
        }

        /** Compares floating-point numbers as numbers: NaN is in no range, and -0.0 equals 0.0. */
        @SuppressWarnings("unchecked")
        static <T> boolean isAtMost(T one, T other) {
            return Numeric.isFloating(one)
                    ? ((Number) one).doubleValue() <= ((Number) other).doubleValue()
                    : ((Comparable<T>) one).compareTo(other) <= 0;
        }
    }

    /** Converts values with the caller's functions. */
    record Mapped<S, T>(Codec<S> inner, Function<? super S, ? extends T> to, Function<? super T, ? extends S> from)
            implements Derived<S, T> {

        @Override
        public @Nullable Numeric<T> numeric() {
            return null;
        }

        @Override
        public T decode(int[] raw) throws CodecException {
            return call(to, inner.decode(raw));
        }

        @Override
        public void encode(T value, int[] raw) throws CodecException {
            inner.encode(call(from, value), raw);
        }

        private static <A, B> B call(Function<? super A, ? extends B> function, A argument) throws CodecException {
            @Nullable B result;
            try {
                result = function.apply(argument);
            } catch (RuntimeException e) {
                throw new CodecException("the mapping of " + argument + " failed: " + e, e);
            }
            if (result == null) {
                throw new CodecException("the mapping of " + argument + " returned null");
            }
            return result;
        }
    }
}
