package io.wwep.gateway.register;

/** Thrown if registers hold no value of the type they are read as. */
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
        super(message);
        this.raw = raw.clone();
    }

    /** {@return the contents of the registers, in the order of their numbers} */
    public int[] raw() {
        return raw.clone();
    }
}
