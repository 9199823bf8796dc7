package io.wwep.gateway.register;

import io.wwep.gateway.register.Codec.CodecException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The implementation of all registers; their types differ in the codec. */
final class TypedRegister<T> implements Register<T> {

    private static final int REGISTERS = 256;
    private static final int LARGEST_CONTENT = 0xFFFF;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final String RESERVED_NAME = "availability";

    private final int number;
    private final Codec<T> codec;
    private final @Nullable String name;
    private final @Nullable String unit;

    private TypedRegister(int number, Codec<T> codec, @Nullable String name, @Nullable String unit) {
        this.number = number;
        this.codec = codec;
        this.name = name;
        this.unit = unit;
    }

    static <T> TypedRegister<T> at(int number, Codec<T> codec) {
        int highest = REGISTERS - codec.count();
        if (highest < 0) {
            throw new IllegalArgumentException(codec.type() + " fills " + codec.count()
                    + " registers, but a device has " + REGISTERS + ": give a smaller length");
        }
        if (number < 0 || number > highest) {
            String reason = codec.count() == 1 ? "" : "its " + codec.count() + " registers must end at FF; ";
            throw new IllegalArgumentException("register " + hex(number) + " is out of range for " + codec.type() + ": "
                    + reason + "give 00 to " + hex(highest) + " (hexadecimal)");
        }
        return new TypedRegister<>(number, codec, null, null);
    }

    @Override
    public TypedRegister<Double> scaled(double factor, double offset) {
        Codec.Numeric<T> raw = requireNumeric("be scaled");
        if (factor == 0) {
            throw new IllegalArgumentException(
                    "the scale must not be 0, since all values would be the same; give a factor such as 0.1");
        }
        if (!Double.isFinite(factor) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "factor " + factor + ", offset " + offset + ": give a finite factor and a finite offset");
        }
        return with(new Codec.Scaled<>(codec, raw, BigDecimal.valueOf(factor), BigDecimal.valueOf(offset)));
    }

    @Override
    public TypedRegister<T> range(T min, T max) {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        Codec.Numeric<T> numbers = requireNumeric("have a range");
        try {
            if (numbers.contains(Codec.Numeric.decimal(min))
                    && numbers.contains(Codec.Numeric.decimal(max))
                    && Codec.Ranged.isAtMost(min, max)) {
                return with(new Codec.Ranged<>(codec, min, max));
            }
        } catch (CodecException e) {
            // Falls through: NaN and infinity are rejected like a bound out of range.
        }
        throw new IllegalArgumentException("range " + min + " to " + max + ": give the smaller number first, both from "
                + numbers.min() + " to " + numbers.max());
    }

    /** As {@link #range(Object, Object)}, for bounds that were read as text. */
    TypedRegister<T> range(BigDecimal min, BigDecimal max) {
        Codec.Numeric<T> numbers = requireNumeric("have a range");
        for (BigDecimal bound : List.of(min, max)) {
            if (!numbers.contains(bound)
                    || (numbers.isWhole() && bound.stripTrailingZeros().scale() > 0)) {
                throw new IllegalArgumentException(bound.toPlainString() + " is not a value of " + this + ": write "
                        + (numbers.isWhole() ? "whole numbers" : "numbers") + " from " + numbers.min() + " to "
                        + numbers.max());
            }
        }
        return range(numbers.maker().apply(min), numbers.maker().apply(max));
    }

    private Codec.Numeric<T> requireNumeric(String purpose) {
        Codec.Numeric<T> numbers = codec.numeric();
        if (numbers == null) {
            throw new IllegalStateException(this + " cannot " + purpose + ": its values are not numbers");
        }
        return numbers;
    }

    @Override
    public <R> TypedRegister<R> mapped(Function<? super T, ? extends R> to, Function<? super R, ? extends T> from) {
        Objects.requireNonNull(to, "to");
        return with(new Codec.Mapped<T, R>(codec, to, Objects.requireNonNull(from, "from")));
    }

    @Override
    public TypedRegister<T> unit(String newUnit) {
        return new TypedRegister<>(number, codec, name, Objects.requireNonNull(newUnit, "newUnit"));
    }

    @Override
    public TypedRegister<T> named(String newName) {
        Objects.requireNonNull(newName, "newName");
        if (!NAME.matcher(newName).matches()) {
            throw new IllegalArgumentException("'" + newName + "' is not a name: write 1 to 64 lower-case letters,"
                    + " digits, '-' and '_', the first a letter or digit");
        }
        if (newName.equals(RESERVED_NAME)) {
            throw new IllegalArgumentException("the name '" + newName + "' is reserved; write another");
        }
        return new TypedRegister<>(number, codec, newName, unit);
    }

    private <R> TypedRegister<R> with(Codec<R> other) {
        return new TypedRegister<>(number, other, name, unit);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int count() {
        return codec.count();
    }

    @Override
    public String name() {
        return name == null ? hex(number) : name;
    }

    boolean isNamed() {
        return name != null;
    }

    @Override
    public Optional<String> unit() {
        return Optional.ofNullable(unit);
    }

    @Override
    public String type() {
        return codec.type();
    }

    @Override
    public boolean isPartial() {
        return codec.isPartial();
    }

    @Override
    public boolean isNumeric() {
        return codec.numeric() != null;
    }

    @Override
    public T decode(int... raw) {
        checkContents(Objects.requireNonNull(raw, "raw"));
        try {
            return codec.decode(raw);
        } catch (CodecException e) {
            String held = Arrays.stream(raw)
                    .mapToObj(each -> String.format("%04X", each))
                    .collect(Collectors.joining(" "));
            throw new InvalidValueException(this + " holds " + held + ": " + e.getMessage(), e.getCause(), raw);
        }
    }

    @Override
    public int[] encode(T value) {
        Objects.requireNonNull(value, "value");
        if (isPartial()) {
            throw new IllegalStateException(
                    this
                            + " occupies only some bits of its register: pass the register's contents, to preserve the other bits");
        }
        return encode(value, new int[count()]);
    }

    @Override
    public int[] encode(T value, int... current) {
        Objects.requireNonNull(value, "value");
        checkContents(Objects.requireNonNull(current, "current"));
        int[] contents = current.clone();
        try {
            codec.encode(value, contents);
        } catch (CodecException e) {
            throw new IllegalArgumentException(this + ": " + e.getMessage(), e.getCause());
        }
        return contents;
    }

    @Override
    public PlainText<T> text() {
        return new PlainText<>(this, codec);
    }

    private void checkContents(int[] contents) {
        if (contents.length != count()) {
            throw new IllegalArgumentException(
                    this + " has " + count() + " registers: pass the contents of each, not " + contents.length);
        }
        for (int content : contents) {
            if (content < 0 || content > LARGEST_CONTENT) {
                throw new IllegalArgumentException(
                        this + ": content " + content + " is out of range: give 0 to " + LARGEST_CONTENT);
            }
        }
    }

    private static String hex(int number) {
        return number < 0 ? "-" + hex(-number) : String.format(Locale.ROOT, "%02X", number);
    }

    @Override
    public String toString() {
        String place = "register " + hex(number) + ", " + type();
        return name == null ? place : name + " (" + place + ")";
    }
}
