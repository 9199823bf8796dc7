package io.wwep.gateway.register;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A typed register, or several that hold one value: where it is, and how its value is encoded. Immutable and thread-safe.
 *
 * <p>Each factory accepts the number of the first register, 0 to 0xFF, and throws an {@link IllegalArgumentException} if
 * that is out of range or the value would extend beyond register FF. Encoding and decoding are exact inverses; contents
 * that are not a value of the type throw an {@link InvalidValueException}.
 *
 * <p>Values of 32 and 64 bits fill two and four registers. WWEP reads and writes one register at a time, so a read
 * during a write can return parts of two values. A gateway therefore reads until two consecutive reads agree. That detects
 * a writer that sends all registers together, but not one that pauses between its writes.
 *
 * <p>Values in some bits of a register ({@link #bit}, {@link #bits}) are written by reading the register, changing the
 * bits and writing it. A gateway does this under a lock of its own; another client that writes the same register between
 * the read and the write is still overwritten.
 *
 * @param <T> the type of its values
 */
public sealed interface Register<T> permits TypedRegister {

    /**
     * {@return a register of a type that is known by its name, as in files and options}
     *
     * @param type one of {@link #types()} with numbers for its parameters, such as {@code int16} or {@code bits(4,7)};
     *     not {@code enumerated}, which needs its values
     * @param number the register, 0 to 0xFF
     * @throws IllegalArgumentException if there is no such type
     */
    static Register<?> of(String type, int number) {
        return of(type, number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return a register of a type that is known by its name}
     *
     * @param type as for {@link #of(String, int)}
     * @param number the first register, 0 to 0xFF
     * @param order which register has the highest bits; {@link WordOrder#LOW_FIRST} only for numbers of 32 and 64 bits
     * @throws IllegalArgumentException if there is no such type, or it has no word order
     */
    static Register<?> of(String type, int number, WordOrder order) {
        Objects.requireNonNull(type, "type");
        return TypedRegister.at(number, RegisterType.codec(type, Objects.requireNonNull(order, "order")));
    }

    /** {@return the names of all types, with those of their parameters, such as {@code bits(from,to)}} */
    static List<String> types() {
        return RegisterType.forms();
    }

    /**
     * {@return a register that holds a number from 0 to 65535}
     *
     * @param number the register
     */
    static Register<Integer> uint16(int number) {
        return TypedRegister.at(number, FieldCodec.uint16());
    }

    /**
     * {@return a register that holds a number from -32768 to 32767, in two's complement}
     *
     * @param number the register
     */
    static Register<Integer> int16(int number) {
        return TypedRegister.at(number, FieldCodec.int16());
    }

    /**
     * {@return a register that holds 0 for false or 1 for true} Anything else is invalid.
     *
     * @param number the register
     */
    static Register<Boolean> flag(int number) {
        return TypedRegister.at(number, FieldCodec.flag());
    }

    /**
     * {@return one bit of a register} A write keeps the others, as far as {@linkplain Register described above}.
     *
     * @param number the register
     * @param n the bit, 0 (the lowest) to 15
     * @throws IllegalArgumentException if the bit is out of range
     */
    static Register<Boolean> bit(int number, int n) {
        return TypedRegister.at(number, FieldCodec.bit(n));
    }

    /**
     * {@return some bits of a register as a number from 0 on} A write keeps the others, as far as {@linkplain Register
     * described above}.
     *
     * @param number the register
     * @param from the lowest bit, 0 to 15
     * @param to the highest bit, {@code from} to 15
     * @throws IllegalArgumentException if a bit is out of range
     */
    static Register<Integer> bits(int number, int from, int to) {
        return TypedRegister.at(number, FieldCodec.bits(from, to));
    }

    /**
     * {@return a register that holds the number of one of the given values} Any other number is invalid.
     *
     * @param <E> the type of the values, such as an enum or String
     * @param number the register
     * @param values the values by their numbers, 0 to 65535; at least one, none twice
     * @throws IllegalArgumentException if a number is out of range, a value is there twice, or there is none
     */
    static <E> Register<E> enumerated(int number, Map<Integer, E> values) {
        return TypedRegister.at(number, FieldCodec.enumerated(Objects.requireNonNull(values, "values")));
    }

    /**
     * {@return a register that holds a number from 0 to 9999 as four decimal digits} {@code 1234} is the content 1234
     * in hexadecimal; a content with a digit A to F is invalid.
     *
     * @param number the register
     */
    static Register<Integer> bcd(int number) {
        return TypedRegister.at(number, FieldCodec.bcd());
    }

    /**
     * {@return two registers that hold a number from 0 to 4294967295, the high one first}
     *
     * @param number the first register
     */
    static Register<Long> uint32(int number) {
        return uint32(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return two registers that hold a number from 0 to 4294967295}
     *
     * @param number the first register
     * @param order which has the high bits
     */
    static Register<Long> uint32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.uint32(order));
    }

    /**
     * {@return two registers that hold a number from -2147483648 to 2147483647, the high one first}
     *
     * @param number the first register
     */
    static Register<Integer> int32(int number) {
        return int32(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return two registers that hold a number from -2147483648 to 2147483647, in two's complement}
     *
     * @param number the first register
     * @param order which has the high bits
     */
    static Register<Integer> int32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.int32(order));
    }

    /**
     * {@return two registers that hold a floating-point number, the high one first}
     *
     * @param number the first register
     */
    static Register<Float> float32(int number) {
        return float32(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return two registers that hold a floating-point number in IEEE 754 binary32, NaN and infinity included}
     *
     * @param number the first register
     * @param order which has the high bits
     */
    static Register<Float> float32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.float32(order));
    }

    /**
     * {@return four registers that hold a number from 0 to 18446744073709551615, the high one first}
     *
     * @param number the first register
     */
    static Register<BigInteger> uint64(int number) {
        return uint64(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return four registers that hold a number from 0 to 18446744073709551615}
     *
     * @param number the first register
     * @param order whether the first or the last has the highest bits
     */
    static Register<BigInteger> uint64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.uint64(order));
    }

    /**
     * {@return four registers that hold a long, the high one first}
     *
     * @param number the first register
     */
    static Register<Long> int64(int number) {
        return int64(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return four registers that hold a long, in two's complement}
     *
     * @param number the first register
     * @param order whether the first or the last has the highest bits
     */
    static Register<Long> int64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.int64(order));
    }

    /**
     * {@return four registers that hold a floating-point number, the high one first}
     *
     * @param number the first register
     */
    static Register<Double> float64(int number) {
        return float64(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return four registers that hold a floating-point number in IEEE 754 binary64, NaN and infinity included}
     *
     * @param number the first register
     * @param order whether the first or the last has the highest bits
     */
    static Register<Double> float64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.float64(order));
    }

    /**
     * {@return registers that hold text of ASCII characters, two in each, the first in the high byte}
     *
     * <p>Shorter text is followed by zeros, which are not part of the value; spaces are. Invalid are a byte above 0x7F
     * and a character behind a zero.
     *
     * @param number the first register
     * @param length the most characters, 2 to 512, even: twice the number of registers
     * @throws IllegalArgumentException if the length is out of range or odd
     */
    static Register<String> ascii(int number, int length) {
        return TypedRegister.at(number, new TextCodec.Ascii(length));
    }

    /**
     * {@return registers as hexadecimal digits, four for each, as on the wire} Values have upper-case digits; either case
     * can be written. For example, {@code hex(0x10, 12)} is a MAC address in registers 10 to 12.
     *
     * @param number the first register
     * @param length the number of digits, 4 to 1024: four times the number of registers
     * @throws IllegalArgumentException if the length is out of range or not a multiple of 4
     */
    static Register<String> hex(int number, int length) {
        return TypedRegister.at(number, new TextCodec.Hex(length));
    }

    /**
     * {@return this register with its number multiplied by a factor}
     *
     * @param factor as for {@link #scaled(double, double)}
     * @throws IllegalStateException if its values are not numbers
     * @throws IllegalArgumentException if the factor is 0, NaN or infinite
     */
    default Register<Double> scaled(double factor) {
        return scaled(factor, 0);
    }

    /**
     * {@return this register with its number multiplied by a factor, plus an offset}
     *
     * <p>This is calculated in decimal: 234 with the factor 0.1 is 23.4. Writing rounds to the nearest number that the
     * registers can hold, a half away from zero, and rejects what is out of range, NaN and infinity. A number of 64 bits
     * can have more digits than a double, and is then rounded to one; NaN and infinity in registers are invalid.
     *
     * @param factor any finite number but 0
     * @param offset any finite number, in the unit of the result
     * @throws IllegalStateException if its values are not numbers
     * @throws IllegalArgumentException if factor or offset is out of range, or a double cannot tell the results apart
     */
    Register<Double> scaled(double factor, double offset);

    /**
     * {@return this register with a range} A value outside of it is invalid when read, and cannot be written.
     *
     * @param min the smallest value; for a scaled register, the smallest scaled value
     * @param max the largest value
     * @throws IllegalStateException if its values are not numbers
     * @throws IllegalArgumentException if {@code min} is above {@code max}, or one is NaN, infinite or out of range for the type
     */
    Register<T> range(T min, T max);

    /**
     * {@return this register with its values converted by two functions, one for reading and one for writing}
     *
     * <p>If {@code to} throws or returns null, the registers are invalid; if {@code from} does, writing the value throws an
     * {@link IllegalArgumentException}. The cause is what it threw. The functions must be thread-safe.
     *
     * @param <R> the type of the new values
     * @param to converts a value that was read
     * @param from converts a value to be written
     */
    <R> Register<R> mapped(Function<? super T, ? extends R> to, Function<? super R, ? extends T> from);

    /**
     * {@return this register with a unit}
     *
     * @param newUnit the unit of its values, for display, such as {@code °C}
     */
    Register<T> unit(String newUnit);

    /**
     * {@return this register with a name}
     *
     * @param newName lower-case letters, digits, {@code -} and {@code _}, at most 64, the first a letter or digit; not
     *     {@code availability}
     * @throws IllegalArgumentException if it is anything else
     */
    Register<T> named(String newName);

    /** {@return the first register, 0 to 0xFF} */
    int number();

    /** {@return how many registers hold the value, at least 1} */
    int count();

    /** {@return the name, or the register in hexadecimal, such as {@code 0B}, if it was not named} */
    String name();

    /** {@return the unit, if there is one} */
    Optional<String> unit();

    /** {@return the type by its name in files and options, such as {@code int16} or {@code bits(4,7)}} */
    String type();

    /** {@return whether the value is a part of a register, whose other bits a write must keep} */
    boolean isPartial();

    /**
     * {@return whether its values are numbers, which can be scaled, limited to a range, and compared with a deadband}
     * Mapped values are not, whatever their type is.
     */
    boolean isNumeric();

    /**
     * {@return the value that registers hold}
     *
     * @param raw the contents of the registers, in the order of their numbers, each 0 to 0xFFFF
     * @throws InvalidValueException if they hold no value of this type
     * @throws IllegalArgumentException if their number is not {@link #count()}, or one is out of range
     */
    T decode(int... raw);

    /**
     * {@return the contents of the registers for a value, in the order of their numbers}
     *
     * @param value the value
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the value is {@linkplain #isPartial() a part of a register}
     */
    int[] encode(T value);

    /**
     * {@return the contents of the registers after a value was put into them}
     *
     * @param value the value
     * @param current what the registers hold now; only a {@linkplain #isPartial() partial} value keeps anything of it
     * @throws IllegalArgumentException if the value is out of range, or the contents are not as for {@link #decode}
     */
    int[] encode(T value, int... current);
}
