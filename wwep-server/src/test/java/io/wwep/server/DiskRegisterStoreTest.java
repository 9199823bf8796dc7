package io.wwep.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskRegisterStoreTest extends LastingRegisterStoreContract {

    @TempDir
    private Path folder;

    private int count;

    @Override
    RegisterStore emptyStore() throws IOException {
        return DiskRegisterStore.open(folder.resolve("registers-" + ++count));
    }

    @Override
    RegisterStore reopened() throws IOException {
        return DiskRegisterStore.open(folder.resolve("kept"));
    }
}
