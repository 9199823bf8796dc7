package io.wwep.stress;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import io.wwep.stress.RegisterModel.Register;
import java.util.SplittableRandom;

/**
 * The requests of one caller: few registers, shared by all, so that another's reply would often pass for one's own; but no
 * value is written twice. Some reads are of a register that nobody else asks for, nor writes.
 */
final class Workload {

    /** As many callers as there are numbers for. */
    static final int MOST_CALLERS = 32;

    private static final int MOST_WRITES = 0x1_0000 / MOST_CALLERS;
    private static final int DEVICES = 2;
    private static final int REGISTERS = 3;

    /** Devices from here on have no register that was ever written, and each is asked once. */
    private static final int UNIQUE = 0x8000;

    private static final int MOST_UNIQUE_READS = UNIQUE / MOST_CALLERS;

    private final int caller;
    private final SplittableRandom random;
    private int writes;
    private int uniqueReads;

    Workload(int caller, SplittableRandom random) {
        if (caller >= MOST_CALLERS) {
            throw new IllegalArgumentException("too many callers");
        }
        this.caller = caller;
        this.random = random;
    }

    static boolean isUniqueRead(Register register) {
        return register.device() >= UNIQUE;
    }

    WwepRequest next() {
        int register = random.nextInt(REGISTERS);
        int choice = random.nextInt(8);
        if (choice == 0 && uniqueReads < MOST_UNIQUE_READS) {
            return WwepRequest.read(DeviceId.of(UNIQUE + caller * MOST_UNIQUE_READS + uniqueReads++), register);
        }
        DeviceId device = DeviceId.of(1 + random.nextInt(DEVICES));
        if (choice < 4 && writes < MOST_WRITES) {
            return WwepRequest.write(device, register, caller * MOST_WRITES + writes++);
        }
        return WwepRequest.read(device, register);
    }
}
