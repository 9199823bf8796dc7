package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Stores a server's registers: 256 registers of 16 bits per device.
 *
 * <p>Implementations must be safe for use by several threads at once. A write that has returned is visible to every
 * read that begins later, on any thread. When a store throws, the server replies {@code X} and logs the exception. The
 * server never closes a store.
 *
 * <p>While the server executes several requests for one device that arrived together, batches of other connections that
 * write to that device wait, and so do their reads if this one writes. So reading and writing should not take long;
 * nothing waits during {@link #force}.
 */
public interface RegisterStore {

    /**
     * Returns the value of a register.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @return 0 to 0xFFFF, or empty if the register was never written
     * @throws IllegalArgumentException if the register is out of range, which the server never causes
     * @throws IOException if the store cannot be read
     */
    OptionalInt read(DeviceId device, int register) throws IOException;

    /**
     * Stores a value.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @return whether it was stored; false if the store is full
     * @throws IllegalArgumentException if a number is out of range, which the server never causes
     * @throws IOException if the store cannot be written
     */
    boolean write(DeviceId device, int register, int value) throws IOException;

    /**
     * Makes writes durable. Returns when every value that the calling thread wrote or read is as durable as this store
     * makes it. The server calls this on the thread that executed requests, before it replies to them, even after
     * reads, so that no reply reports a value that a crash could undo. If this fails, the server replies {@code X} to
     * each of them.
     *
     * <p>The default does nothing, for stores whose writes are durable when they return.
     *
     * @throws IOException if some of these values may not be durable
     */
    default void force() throws IOException {}

    /**
     * {@return an empty store in memory, with room for all registers of all devices} A device uses about half a
     * kilobyte after its first write. Reads and writes do not block each other.
     */
    static RegisterStore inMemory() {
        return new MemoryRegisterStore();
    }

    /**
     * Checks a register number, for custom stores.
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
     * Checks a register value, for custom stores.
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
