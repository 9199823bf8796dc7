package io.wwep.stress;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import io.wwep.stress.RegisterModel.Register;
import java.util.SplittableRandom;

/**
 * Generates the requests of one caller. All callers share few registers, so that another caller's reply would often
 * look correct, but no value is written twice. Some reads use a register that no other request uses.
 */
final class Workload {

    /** The number of callers with distinct values. */
    static final int MAX_CALLERS = 32;

    private static final int MAX_WRITES = 0x1_0000 / MAX_CALLERS;
    private static final int DEVICES = 2;
    private static final int REGISTERS = 3;

    /** Devices from this number on are never written, and each is read once. */
    private static final int UNIQUE = 0x8000;

    private static final int MAX_UNIQUE_READS = UNIQUE / MAX_CALLERS;

    private final int caller;
    private final SplittableRandom random;
    private int writes;
    private int uniqueReads;

    Workload(int caller, SplittableRandom random) {
        if (caller >= MAX_CALLERS) {
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
        if (choice == 0 && uniqueReads < MAX_UNIQUE_READS) {
            return WwepRequest.read(DeviceId.of(UNIQUE + caller * MAX_UNIQUE_READS + uniqueReads++), register);
        }
        DeviceId device = DeviceId.of(1 + random.nextInt(DEVICES));
        if (choice < 4 && writes < MAX_WRITES) {
            return WwepRequest.write(device, register, caller * MAX_WRITES + writes++);
        }
        return WwepRequest.read(device, register);
    }
}
