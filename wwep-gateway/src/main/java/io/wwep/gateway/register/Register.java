package io.wwep.gateway.register;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A typed value in one or more consecutive registers: its location and its encoding. Immutable and thread-safe.
 *
 * <p>Each factory accepts the number of the first register, 0 to 0xFF, and throws an {@link IllegalArgumentException} if
 * that is out of range or the value would extend beyond register FF. Decoding contents that are not a valid value of
 * the type throws an {@link InvalidValueException}. Except after {@link #scaled} or {@link #mapped}, encoding a decoded
 * value yields the original contents.
 *
 * <p>Values of 32 and 64 bits fill two and four registers. WWEP reads and writes one register at a time, so a read
 * during a write can mix parts of two values. A gateway therefore reads until two consecutive reads agree. This detects
 * a writer that sends all registers together, but not one that pauses between its writes.
 *
 * <p>To write a value that occupies only some bits of a register ({@link #bit}, {@link #bits}), read the register,
 * change the bits and write it back. A gateway holds its own lock meanwhile, but a write by another client between the
 * read and the write is lost.
 *
 * @param <T> the type of its values
 */
public sealed interface Register<T> permits TypedRegister {

    /**
     * {@return a register of the named type, as in files and options}
     *
     * @param type one of {@link #types()} with numbers for its parameters, such as {@code int16} or {@code bits(4,7)};
     *     not {@code enumerated}, whose values must be given
     * @param number the register, 0 to 0xFF
     * @throws IllegalArgumentException if there is no such type
     */
    static Register<?> of(String type, int number) {
        return of(type, number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return a register of the named type}
     *
     * @param type as for {@link #of(String, int)}
     * @param number the first register, 0 to 0xFF
     * @param order which register holds the highest bits; {@link WordOrder#LOW_FIRST} only for 32-bit and 64-bit numbers
     * @throws IllegalArgumentException if there is no such type, or it has no word order and {@code order} is not
     *     the default
     */
    static Register<?> of(String type, int number, WordOrder order) {
        Objects.requireNonNull(type, "type");
        return TypedRegister.at(number, RegisterType.codec(type, Objects.requireNonNull(order, "order")));
    }

    /** {@return the names of all types, with their parameter names, such as {@code bits(from,to)}} */
    static List<String> types() {
        return RegisterType.signatures();
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
     * {@return a register that holds 0 for false or 1 for true} Any other content is invalid.
     *
     * @param number the register
     */
    static Register<Boolean> flag(int number) {
        return TypedRegister.at(number, FieldCodec.flag());
    }

    /**
     * {@return one bit of a register} A write preserves the others, with the limits {@linkplain Register described above}.
     *
     * @param number the register
     * @param n the bit, 0 (the lowest) to 15
     * @throws IllegalArgumentException if the bit is out of range
     */
    static Register<Boolean> bit(int number, int n) {
        return TypedRegister.at(number, FieldCodec.bit(n));
    }

    /**
     * {@return a range of bits of a register as an unsigned number} A write preserves the others, with the limits
     * {@linkplain Register described above}.
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
     * {@return a register that encodes each of the given values as a number} Any other number is invalid.
     *
     * @param <E> the type of the values, such as an enum or String
     * @param number the register
     * @param values the values by number, 0 to 65535; at least one, without duplicates
     * @throws IllegalArgumentException if a number is out of range, a value occurs twice, or the map is empty
     */
    static <E> Register<E> enumerated(int number, Map<Integer, E> values) {
        return TypedRegister.at(number, FieldCodec.enumerated(Objects.requireNonNull(values, "values")));
    }

    /**
     * {@return a register that holds a number from 0 to 9999 as four decimal digits} The number 1234 is stored as
     * 0x1234; contents with a digit A to F are invalid.
     *
     * @param number the register
     */
    static Register<Integer> bcd(int number) {
        return TypedRegister.at(number, FieldCodec.bcd());
    }

    /**
     * {@return two registers that hold a number from 0 to 4294967295, the high word first}
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
     * @param order which register holds the high bits
     */
    static Register<Long> uint32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.uint32(order));
    }

    /**
     * {@return two registers that hold a number from -2147483648 to 2147483647, the high word first}
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
     * @param order which register holds the high bits
     */
    static Register<Integer> int32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.int32(order));
    }

    /**
     * {@return two registers that hold a floating-point number, the high word first}
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
     * @param order which register holds the high bits
     */
    static Register<Float> float32(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.float32(order));
    }

    /**
     * {@return four registers that hold a number from 0 to 18446744073709551615, the high word first}
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
     * @param order which register holds the highest bits
     */
    static Register<BigInteger> uint64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.uint64(order));
    }

    /**
     * {@return four registers that hold a {@code long}, the high word first}
     *
     * @param number the first register
     */
    static Register<Long> int64(int number) {
        return int64(number, WordOrder.HIGH_FIRST);
    }

    /**
     * {@return four registers that hold a {@code long}, in two's complement}
     *
     * @param number the first register
     * @param order which register holds the highest bits
     */
    static Register<Long> int64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.int64(order));
    }

    /**
     * {@return four registers that hold a floating-point number, the high word first}
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
     * @param order which register holds the highest bits
     */
    static Register<Double> float64(int number, WordOrder order) {
        return TypedRegister.at(number, FieldCodec.float64(order));
    }

    /**
     * {@return registers that hold ASCII text, two characters in each, the first in the high byte}
     *
     * <p>Shorter text is padded with zero bytes, which are not part of the value; trailing spaces are. Contents with a
     * byte above 0x7F, or with a character after a zero, are invalid.
     *
     * @param number the first register
     * @param length the maximum number of characters, 2 to 512 and even: twice the number of registers
     * @throws IllegalArgumentException if the length is out of range or odd
     */
    static Register<String> ascii(int number, int length) {
        return TypedRegister.at(number, new TextCodec.Ascii(length));
    }

    /**
     * {@return registers as hexadecimal digits, four for each, as on the wire} Decoded digits are upper-case; encoding
     * accepts either case. For example, {@code hex(0x10, 12)} is a MAC address in registers 10 to 12.
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
     * <p>The calculation is in decimal: 234 with the factor 0.1 is 23.4. Encoding rounds to the nearest number that the
     * registers can hold, halves away from zero, and rejects NaN, infinity and numbers out of range. A 64-bit number
     * can have more digits than a double, and is then rounded. NaN and infinity in registers are invalid.
     *
     * @param factor a finite number other than 0
     * @param offset a finite number, in the unit of the result
     * @throws IllegalStateException if its values are not numbers
     * @throws IllegalArgumentException if factor or offset is out of range, or a double cannot hold or distinguish
     *     the results
     */
    Register<Double> scaled(double factor, double offset);

    /**
     * {@return this register limited to a range} A value outside it is invalid when read, and cannot be written.
     *
     * @param min the smallest value; for a scaled register, the smallest scaled value
     * @param max the largest value
     * @throws IllegalStateException if its values are not numbers
     * @throws IllegalArgumentException if {@code min} is above {@code max}, or one is NaN, infinite or out of range
     *     for the type
     */
    Register<T> range(T min, T max);

    /**
     * {@return this register with its values converted by two functions, one for reading and one for writing}
     *
     * <p>If {@code to} throws or returns null, the contents are invalid; if {@code from} does, encoding throws an
     * {@link IllegalArgumentException}. The cause is the function's exception. The functions must be thread-safe.
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
     * @param newName 1 to 64 lower-case letters, digits, {@code -} and {@code _}, starting with a letter or digit;
     *     {@code availability} is reserved
     * @throws IllegalArgumentException if the name is invalid
     */
    Register<T> named(String newName);

    /** {@return the first register, 0 to 0xFF} */
    int number();

    /** {@return how many registers hold the value, at least 1} */
    int count();

    /** {@return the name; without one, the register's number in hexadecimal, such as {@code 0B}} */
    String name();

    /** {@return the unit, if it has one} */
    Optional<String> unit();

    /** {@return the type by its name in files and options, such as {@code int16} or {@code bits(4,7)}} */
    String type();

    /** {@return whether the value occupies only some bits of a register, so that a write must preserve the others} */
    boolean isPartial();

    /**
     * {@return whether its values are numbers, which can be scaled, limited to a range, and compared with a deadband}
     * Never true of mapped values.
     */
    boolean isNumeric();

    /**
     * {@return the value that registers hold}
     *
     * @param raw the contents of the registers, in the order of their numbers, each 0 to 0xFFFF
     * @throws InvalidValueException if they are not a valid value of this type
     * @throws IllegalArgumentException if there are not exactly {@link #count()} of them, or one is out of range
     */
    T decode(int... raw);

    /**
     * {@return the contents of the registers for a value, in the order of their numbers}
     *
     * @param value the value
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the value is {@linkplain #isPartial() partial}
     */
    int[] encode(T value);

    /**
     * {@return the given contents with a value encoded into them}
     *
     * @param value the value
     * @param current the present contents of the registers; only a {@linkplain #isPartial() partial} value
     *     preserves any of their bits
     * @throws IllegalArgumentException if the value is out of range, or {@code current} is not valid for {@link #decode}
     */
    int[] encode(T value, int... current);

    /** {@return how its values are written as text, and which values there are} */
    PlainText<T> text();
}
