package io.wwep.client;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import java.util.Objects;
import java.util.OptionalInt;

/** One device's registers, through a client. Immutable and as thread-safe as the client; nothing to close. */
public final class WwepDevice {

    private final WwepClient client;
    private final DeviceId id;

    WwepDevice(WwepClient client, DeviceId id) {
        this.client = client;
        this.id = id;
    }

    /** {@return the device's id} */
    public DeviceId id() {
        return id;
    }

    /**
     * Writes a register and verifies the reply.
     *
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return this device, for chaining
     * @throws WwepRefusedException if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if a number is out of range
     */
    public WwepDevice write(int register, int value) throws WwepException {
        client.write(id, register, value);
        return this;
    }

    /**
     * Reads a register.
     *
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused: most often since the register was never written
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public int read(int register) throws WwepException {
        return client.read(id, register);
    }

    /**
     * Reads registers that follow each other, all at once where the server allows it.
     *
     * @param first 0 to 0xFF
     * @param count 0 or more; the last register, {@code first + count - 1}, is 0xFF at most
     * @return the values, each 0 to 0xFFFF
     * @throws WwepRefusedException if the server refused one: most often since the register was never written
     * @throws WwepException if not all were answered, as {@link WwepClient#exchangeAll}
     * @throws IllegalArgumentException if a register is out of range, or the count negative; nothing is sent then
     */
    public int[] read(int first, int count) throws WwepException {
        if (count < 0) {
            throw new IllegalArgumentException("a count of registers is 0 or more, not " + count);
        }
        return client.read(id, first, count);
    }

    /**
     * Writes registers that follow each other, all at once where the server allows it, and verifies the replies. One that
     * is refused does not keep the others from being written.
     *
     * @param first 0 to 0xFF
     * @param values each 0 to 0xFFFF; the last register, {@code first + values.length - 1}, is 0xFF at most
     * @return this device, for chaining
     * @throws WwepRefusedException if the server refused one
     * @throws WwepException if not all were answered, as {@link WwepClient#exchangeAll}
     * @throws IllegalArgumentException if a register or a value is out of range; nothing is sent then
     */
    public WwepDevice write(int first, int[] values) throws WwepException {
        client.write(id, first, Objects.requireNonNull(values, "values"));
        return this;
    }

    /**
     * Reads a register that may never have been written.
     *
     * @param register 0 to 0xFF
     * @return the value, 0 to 0xFFFF, or empty if the server refused
     * @throws WwepException if the exchange failed
     * @throws IllegalArgumentException if the register is out of range
     */
    public OptionalInt find(int register) throws WwepException {
        return client.find(id, register);
    }

    @Override
    public String toString() {
        return "device " + id + " at " + client;
    }
}
