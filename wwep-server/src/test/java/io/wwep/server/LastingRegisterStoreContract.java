package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every store keeps to whose registers outlive it. */
abstract class LastingRegisterStoreContract extends RegisterStoreContract {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    /** A store with the registers of the one before. */
    abstract RegisterStore reopened() throws Exception;

    @Test
    void aStoreThatIsOpenedAgainHasWhatTheOneBeforeHad() throws Exception {
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
                assertThat(second.read(DeviceId.of(device), register)).isEqualTo(expected);
            }
        }
        second.write(DEVICE, 0x05, 7);
        second.force();
        close(second);
        RegisterStore third = reopened();
        assertThat(third.read(DEVICE, 0x05)).hasValue(7);
        assertThat(third.read(DEVICE, 0xFF)).hasValue(0xFFFF - 0x0FAC - 0xFF);
        close(third);
    }
}
