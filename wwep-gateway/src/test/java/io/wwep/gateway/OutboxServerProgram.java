package io.wwep.gateway;

import io.wwep.server.WwepServer;
import io.wwep.server.store.DiskRegisterStore;
import java.io.IOException;
import java.nio.file.Path;

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
                .store(new OutboxNotingStore(
                        DiskRegisterStore.open(Path.of(arguments[0])),
                        (register, value) -> System.out.println("= " + register + " " + value)))
                .start();
        System.out.println(server.port());
    }
}
