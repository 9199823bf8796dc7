package io.wwep.protocol;

/** The fields that a write and an acceptance share: device (4 digits), register (2), value (4). */
final class RegisterValue {

    private RegisterValue() {}

    /** Writes the ten digits; returns the offset after them. */
    static int encode(DeviceId device, int register, int value, byte[] target, int offset) {
        int next = Hex.putFour(device.value(), target, offset);
        next = Hex.putTwo(register, target, next);
        return Hex.putFour(value, target, next);
    }
}
