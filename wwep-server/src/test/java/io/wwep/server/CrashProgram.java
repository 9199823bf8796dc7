package io.wwep.server;

import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.DiskStores;
import java.io.IOException;
import java.nio.file.Path;

/** A server with its registers in a file, as a program that is made to be killed: it says its port and serves. */
final class CrashProgram {

    /** Little, so that some are killed while the file is written anew. */
    private static final long LONG_BYTES = 20_000;

    private CrashProgram() {}

    /** The argument is the file. */
    public static void main(String[] arguments) throws IOException {
        DiskRegisterStore store = DiskStores.rewrittenAfter(LONG_BYTES, Path.of(arguments[0]));
        WwepServer server = WwepServer.create().plain(0).store(store).start();
        System.out.println(server.port());
    }
}
