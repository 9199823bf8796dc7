package io.wwep.gateway.register;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown if the contents of registers are not a valid value of their type. */
public final class InvalidValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int[] raw;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, with the registers in hexadecimal
     * @param raw the contents of the registers, in the order of their numbers
     */
    public InvalidValueException(String message, int... raw) {
        this(message, null, raw);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message what is wrong, with the registers in hexadecimal
     * @param cause the exception of a {@linkplain Register#mapped mapping}, or null
     * @param raw the contents of the registers, in the order of their numbers
     */
    public InvalidValueException(String message, @Nullable Throwable cause, int... raw) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.raw = Objects.requireNonNull(raw, "raw").clone();
    }

    /** {@return the contents of the registers, in the order of their numbers} */
    public int[] raw() {
        return raw.clone();
    }
}
