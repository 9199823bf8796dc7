package io.wwep.gateway.register;

import java.util.Objects;

/** The order of the registers of a 32-bit or 64-bit number. Bytes within a register are always big-endian. */
public enum WordOrder {
    /** The register with the lowest number holds the highest bits. */
    HIGH_FIRST,
    /** The register with the lowest number holds the lowest bits. Also called word swap, or CDAB. */
    LOW_FIRST;

    /**
     * {@return the order by its name in files and options}
     *
     * @param text {@code high-first} or {@code low-first}
     * @throws IllegalArgumentException if the text is anything else
     */
    public static WordOrder parse(String text) {
        Objects.requireNonNull(text, "text");
        return switch (text) {
            case "high-first" -> HIGH_FIRST;
            case "low-first" -> LOW_FIRST;
            default ->
                throw new IllegalArgumentException("'" + text + "' is not a word order: write high-first or low-first");
        };
    }
}
