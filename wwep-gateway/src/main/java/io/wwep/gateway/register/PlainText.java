package io.wwep.gateway.register;

import io.wwep.gateway.register.Codec.CodecException;
import io.wwep.gateway.register.Codec.Numeric;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts values to and from text, as in messages and options: {@code 23.4}, {@code ON}, {@code heating}. */
final class PlainText {

    private static final String ON = "ON";
    private static final String OFF = "OFF";

    /** Bounds the text quoted in messages, and the work that a number can cause. */
    private static final int MAX_LENGTH = 64;

    /** Bounds the digits of a number in plain notation; that of the smallest double has 1074. */
    private static final int MAX_EXPONENT = 1100;

    private PlainText() {}

    static String format(Object value) {
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
    static <T> T parse(Codec<T> codec, String text) throws CodecException {
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
