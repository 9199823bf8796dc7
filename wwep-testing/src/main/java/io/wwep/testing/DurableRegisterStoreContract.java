package io.wwep.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tests for {@link RegisterStore}s whose registers survive closing: on disk, or in another process. */
public abstract class DurableRegisterStoreContract extends RegisterStoreContract {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    /** For subclasses. */
    protected DurableRegisterStoreContract() {}

    /**
     * {@return a store with the registers of the store returned before} The first one is empty.
     *
     * @throws Exception if it cannot be opened, which fails the test
     */
    protected abstract RegisterStore reopened() throws Exception;

    @Test
    void aReopenedStoreHasTheValuesOfItsPredecessor() throws Exception {
        RegisterStore first = reopened();
        for (int device : new int[] {0, 0x0FAC, 0x8000, 0xFFFF}) {
            for (int register = 0; register <= 0xFF; register += 0x55) {
                first.write(DeviceId.of(device), register, 1);
                first.write(DeviceId.of(device), register, (0xFFFF - device - register) & 0xFFFF);
            }
        }
        first.force();
        close(first);
        RegisterStore second = reopened();
        for (int device : new int[] {0, 0x0FAC, 0x8000, 0xFFFF}) {
            for (int register = 0; register <= 0xFF; register++) {
                OptionalInt expected = register % 0x55 == 0
                        ? OptionalInt.of((0xFFFF - device - register) & 0xFFFF)
                        : OptionalInt.empty();
                assertEquals(expected, second.read(DeviceId.of(device), register));
            }
        }
        second.write(DEVICE, 0x05, 7);
        second.force();
        close(second);
        RegisterStore third = reopened();
        assertEquals(OptionalInt.of(7), third.read(DEVICE, 0x05));
        assertEquals(OptionalInt.of(0xFFFF - 0x0FAC - 0xFF), third.read(DEVICE, 0xFF));
        close(third);
    }
}
