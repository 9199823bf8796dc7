package io.wwep.server.redis;

import io.wwep.protocol.DeviceId;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The layout of registers in Redis: a hash for each device, with registers and values in upper-case hexadecimal digits. */
final class Registers {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern VALUE = Pattern.compile("[0-9A-Fa-f]{4}");

    private Registers() {}

    static String key(DeviceId device) {
        return "wwep:" + device;
    }

    static String field(int register) {
        return HEX.toHexDigits((byte) register);
    }

    static String text(int value) {
        return HEX.toHexDigits((short) value);
    }

    /** Returns the value of a text, or empty if it is not a register value. */
    static OptionalInt value(String text) {
        return VALUE.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text, 16)) : OptionalInt.empty();
    }
}
