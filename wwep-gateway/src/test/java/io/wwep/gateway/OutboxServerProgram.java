package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A server with its registers in a file, until it is killed. It prints its port, and each write before it is carried out:
 * {@code = REGISTER VALUE}.
 */
final class OutboxServerProgram {

    private OutboxServerProgram() {}

    /** Expects the file. */
    public static void main(String[] arguments) throws IOException {
        WwepServer server = WwepServer.create()
                .plain(0)
                .store(new PrintingStore(DiskRegisterStore.open(Path.of(arguments[0]))))
                .start();
        System.out.println(server.port());
    }

    private record PrintingStore(RegisterStore of) implements RegisterStore {

        @Override
        public OptionalInt read(DeviceId device, int register) throws IOException {
            return of.read(device, register);
        }

        /** Synchronized, so that the lines have the order of the writes. */
        @Override
        public synchronized boolean write(DeviceId device, int register, int value) throws IOException {
            System.out.println("= " + register + " " + value);
            return of.write(device, register, value);
        }

        @Override
        public void force() throws IOException {
            of.force();
        }
    }
}
