package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * The registers of a server in a crash test.
 *
 * @param of where they are kept
 * @param arrivals notes each write before it is carried out
 */
record OutboxNotingStore(RegisterStore of, Arrivals arrivals) implements RegisterStore {

    /** Notes writes. */
    interface Arrivals {
        void arrived(int register, int value);
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        return of.read(device, register);
    }

    /** Synchronized, so that writes are noted in the order in which they are carried out. */
    @Override
    public synchronized boolean write(DeviceId device, int register, int value) throws IOException {
        arrivals.arrived(register, value);
        return of.write(device, register, value);
    }

    @Override
    public void force() throws IOException {
        of.force();
    }
}
