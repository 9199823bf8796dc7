package io.wwep.gateway.register;

import io.wwep.gateway.register.Codec.CodecException;
import io.wwep.gateway.register.Codec.Numeric;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of a register as text, as in messages and options: {@code 23.4}, {@code ON}, {@code heating}. Immutable and
 * thread-safe.
 *
 * @param <T> the type of the values
 */
public final class PlainText<T> {

    private static final String ON = "ON";
    private static final String OFF = "OFF";

    /** Bounds the text quoted in messages, and the work that a number can cause. */
    private static final int MAX_LENGTH = 64;

    /** Bounds the digits of a number in plain notation; that of the smallest double has 1074. */
    private static final int MAX_EXPONENT = 1100;

    private final Register<T> register;
    private final Codec<T> codec;

    PlainText(Register<T> register, Codec<T> codec) {
        this.register = register;
        this.codec = codec;
    }

    /**
     * {@return a value as text} Numbers are decimal, without an exponent, such as {@code 23.4}; flags are {@code ON} and
     * {@code OFF}; other values are their {@code toString()}.
     *
     * @param value the value
     */
    public String format(T value) {
        return text(Objects.requireNonNull(value, "value"));
    }

    /**
     * {@return the value that a text stands for} Accepts what {@link #format} returns; numbers also with an exponent, and
     * flags also as {@code true}, {@code false}, {@code 1} and {@code 0}, in any case.
     *
     * @param text the text
     * @throws IllegalArgumentException if it is not a value that the registers can hold, or the values are
     *     {@linkplain Register#mapped mapped}
     */
    public T parse(String text) {
        try {
            return value(codec, Objects.requireNonNull(text, "text"));
        } catch (CodecException e) {
            throw new IllegalArgumentException(register + ": " + e.getMessage(), e.getCause());
        }
    }

    /** {@return the range of the numbers, or empty if the values are not {@linkplain Register#isNumeric() numbers}} */
    public Optional<NumberLimits> limits() {
        return Optional.ofNullable(codec.numeric())
                .map(numbers -> new NumberLimits(numbers.min(), numbers.max(), Optional.ofNullable(codec.step())));
    }

    /**
     * {@return all values of a flag, a bit or an {@linkplain Register#enumerated enumerated} register, in the order of their
     * numbers; empty for other types}
     */
    public List<T> choices() {
        return codec.choices();
    }

    private static String text(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? ON : OFF;
        }
        if (value instanceof Number && !Numeric.isFloating(value)) {
            return value.toString();
        }
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? plain(number) : number.toString();
        }
        return value.toString();
    }

    /** Formats without an exponent: 23.0 keeps its fraction, as in {@code toString()}. */
    private static String plain(Number number) {
        return new BigDecimal(number.toString()).toPlainString();
    }

    @SuppressWarnings("unchecked") // the codec's own type decides
    private static <T> T value(Codec<T> codec, String text) throws CodecException {
        Numeric<T> numbers = codec.numeric();
        List<T> choices = codec.choices();
        T value;
        if (numbers != null) {
            value = number(numbers, codec.step(), text.strip());
        } else if (codec instanceof TextCodec) {
            value = (T) text;
        } else if (choices.isEmpty()) {
            throw new CodecException("its values are mapped by a function, so they cannot be given as text");
        } else {
            value = choices.get(0) instanceof Boolean ? (T) (Boolean) flag(text) : choice(choices, text);
        }
        codec.encode(value, new int[codec.count()]); // checks the range
        return value;
    }

    /** @param step null for floating-point types, which the encoding does not check for infinity */
    private static <T> T number(Numeric<T> numbers, @Nullable BigDecimal step, String text) throws CodecException {
        BigDecimal number = decimal(numbers, text);
        if (numbers.isWhole() && number.stripTrailingZeros().scale() > 0) {
            throw new CodecException(text + " is not a whole number: give " + numbers.min() + " to " + numbers.max());
        }
        if ((numbers.isWhole() || step == null) && !numbers.contains(number)) {
            throw Numeric.outOfRange(text, numbers.min(), numbers.max());
        }
        return numbers.maker().apply(number);
    }

    private static BigDecimal decimal(Numeric<?> numbers, String text) throws CodecException {
        if (text.length() <= MAX_LENGTH) {
            try {
                BigDecimal number = new BigDecimal(text);
                // Calculations with an exponent such as 999999999 would take hours.
                if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
                    throw Numeric.outOfRange(text, numbers.min(), numbers.max());
                }
                return number;
            } catch (NumberFormatException e) {
                // Falls through.
            }
        }
        throw new CodecException(
                quoted(text) + " is not a number: write one such as " + (numbers.isWhole() ? "23" : "23.4"));
    }

    private static <T> T choice(List<T> choices, String text) throws CodecException {
        for (T each : choices) {
            if (each.toString().equals(text)) {
                return each;
            }
        }
        throw new CodecException(quoted(text) + " is not one of the known values: write "
                + choices.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    private static boolean flag(String text) throws CodecException {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "on", "true", "1" -> true;
            case "off", "false", "0" -> false;
            default ->
                throw new CodecException(quoted(text) + " is not a flag: write ON or OFF (or true, false, 1, 0)");
        };
    }

    private static String quoted(String text) {
        return "'" + (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text) + "'";
    }
}
