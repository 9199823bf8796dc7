package io.wwep.gateway.register;

import java.util.Optional;

/**
 * A typed register, or several that hold one value: where it is, and how its value is encoded. Immutable and thread-safe.
 *
 * @param <T> the type of its values
 */
public final class Register<T> {

    private final int number;

    private Register(int number) {
        this.number = number;
    }

    /**
     * {@return a register that holds a number from 0 to 65535}
     *
     * @param number the register, 0 to 0xFF
     */
    public static Register<Integer> uint16(int number) {
        return new Register<>(number);
    }

    /** {@return the first register, 0 to 0xFF} */
    public int number() {
        return number;
    }

    /** {@return how many registers hold the value, at least 1} */
    public int count() {
        return 1;
    }

    /** {@return the name, or the register in hexadecimal, such as {@code 0B}, if it was not named} */
    public String name() {
        return String.format("%02X", number);
    }

    /** {@return the unit, if there is one} */
    public Optional<String> unit() {
        return Optional.empty();
    }

    /** {@return the type by its name in files and options, such as {@code int16} or {@code bits(4,7)}} */
    public String type() {
        return "uint16";
    }

    /** {@return whether the value is a part of a register, whose other bits a write must keep} */
    public boolean isPartial() {
        return false;
    }

    /**
     * {@return the value that registers hold}
     *
     * @param raw the contents of the registers, in the order of their numbers, each 0 to 0xFFFF
     * @throws InvalidValueException if they hold no value of this type
     * @throws IllegalArgumentException if their number is not {@link #count()}, or one is out of range
     */
    @SuppressWarnings("unchecked")
    public T decode(int... raw) {
        return (T) Integer.valueOf(raw[0]);
    }

    /**
     * {@return the contents of the registers for a value, in the order of their numbers}
     *
     * @param value the value
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the value is {@linkplain #isPartial() a part of a register}
     */
    public int[] encode(T value) {
        return new int[] {(Integer) value};
    }

    /**
     * {@return the contents of the registers after a value was put into them}
     *
     * @param value the value
     * @param current what the registers hold now; only a {@linkplain #isPartial() partial} value keeps anything of it
     * @throws IllegalArgumentException if the value is out of range
     */
    public int[] encode(T value, int... current) {
        return encode(value);
    }
}
