package io.wwep.server;

import io.wwep.server.store.DiskRegisterStore;
import java.io.IOException;
import java.nio.file.Path;

/** A server program with its registers in a file. It prints its port and serves until it is killed. */
final class CrashProgram {

    private CrashProgram() {}

    /** Expects the file as its argument. */
    public static void main(String[] arguments) throws IOException {
        DiskRegisterStore store = DiskRegisterStore.open(Path.of(arguments[0]));
        WwepServer server = WwepServer.create().plain(0).store(store).start();
        System.out.println(server.port());
    }
}
