package io.wwep.server;

import io.wwep.server.store.DiskRegisterStore;
import java.io.IOException;
import java.nio.file.Path;

/** A server with its registers in a file, as a program that is made to be killed: it says its port and serves. */
final class CrashProgram {

    private CrashProgram() {}

    /** The argument is the file. */
    public static void main(String[] arguments) throws IOException {
        DiskRegisterStore store = DiskRegisterStore.open(Path.of(arguments[0]));
        WwepServer server = WwepServer.create().plain(0).store(store).start();
        System.out.println(server.port());
    }
}
