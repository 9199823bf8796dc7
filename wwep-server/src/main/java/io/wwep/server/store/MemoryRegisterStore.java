package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps registers in memory. */
final class MemoryRegisterStore implements RegisterStore {

    private static final int DEVICES = 0x10000;
    private static final int REGISTERS = 0x100;

    private final AtomicReferenceArray<RegisterSet> devices = new AtomicReferenceArray<>(DEVICES);

    @Override
    public OptionalInt read(DeviceId device, int register) {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        RegisterSet set = devices.get(device.value());
        return set == null ? OptionalInt.empty() : set.read(register);
    }

    @Override
    public boolean write(DeviceId device, int register, int value) {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        RegisterStore.checkValue(value);
        RegisterSet set = devices.get(device.value());
        if (set == null) {
            RegisterSet fresh = new RegisterSet();
            RegisterSet other = devices.compareAndExchange(device.value(), null, fresh);
            set = other == null ? fresh : other;
        }
        set.write(register, value);
        return true;
    }

    /** The registers of one device, in half the memory of an int array. */
    private static final class RegisterSet {

        private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(char[].class);
        private static final VarHandle WRITTEN = MethodHandles.arrayElementVarHandle(long[].class);

        private final char[] values = new char[REGISTERS];
        private final long[] written = new long[REGISTERS / Long.SIZE];

        OptionalInt read(int register) {
            // Read the bit before the value. In the other order, a concurrent first write would be read as 0.
            return isWritten(register)
                    ? OptionalInt.of((char) VALUE.getVolatile(values, register))
                    : OptionalInt.empty();
        }

        void write(int register, int value) {
            VALUE.setRelease(values, register, (char) value);
            if (!isWritten(register)) {
                // The cast keeps javac from boxing the result.
                long ignored = (long) WRITTEN.getAndBitwiseOr(written, register / Long.SIZE, 1L << register);
            }
        }

        private boolean isWritten(int register) {
            return ((long) WRITTEN.getVolatile(written, register / Long.SIZE) & 1L << register) != 0;
        }
    }
}
