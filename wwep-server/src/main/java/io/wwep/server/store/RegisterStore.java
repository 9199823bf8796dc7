package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Where a server keeps its registers: 256 of 16 bits for each device.
 *
 * <p>Implementations are safe for use by several threads at once. A write that has returned is seen
 * by every read that begins later, on whatever thread. The server answers {@code X} when a store
 * throws, and logs what it threw. It does not close a store that it was given.
 */
public interface RegisterStore {

    /**
     * The value of a register.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @return 0 to 0xFFFF, or empty if the register was never written
     * @throws IllegalArgumentException if the register is out of range; the server never asks for one
     * @throws IOException if the store cannot be read
     */
    OptionalInt read(DeviceId device, int register) throws IOException;

    /**
     * Stores a value.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return whether it was stored; false: the store is full, and nothing was stored
     * @throws IllegalArgumentException if a number is out of range; the server never gives one
     * @throws IOException if the store cannot be written
     */
    boolean write(DeviceId device, int register, int value) throws IOException;

    /**
     * Makes writes last: returns once every write that the calling thread made, and every one whose value it has read, is
     * durable, in the way of this store. The server calls it after it did requests, in the thread that did them, and before
     * it answers them, also when they only read, so that no reply tells of a value that a crash may take back. What
     * it answers if this fails is {@code X} to each of them.
     *
     * <p>By default there is nothing to do: a write has done all by the time it returns.
     *
     * @throws IOException if some of that may not be durable
     */
    default void force() throws IOException {}

    /**
     * {@return a store in memory, empty, with room for all registers of all devices} A device takes about half
     * a kilobyte from its first write on. Neither reads nor writes wait for one another.
     */
    static RegisterStore inMemory() {
        return new MemoryRegisterStore();
    }

    /**
     * Checks the number of a register, for stores of your own.
     *
     * @param register 0 to 0xFF
     * @throws IllegalArgumentException if it is out of range
     */
    static void checkRegister(int register) {
        if (register < 0 || register > 0xFF) {
            throw new IllegalArgumentException(
                    "register " + register + " is out of range: it must be 0 to 255 (hex FF)");
        }
    }

    /**
     * Checks the value of a register, for stores of your own.
     *
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if it is out of range
     */
    static void checkValue(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("value " + value + " is out of range: it must be 0 to 65535 (hex FFFF)");
        }
    }
}
