package io.wwep.testing;

import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskRegisterStoreTest extends DurableRegisterStoreContract {

    @TempDir
    private Path folder;

    private int count;

    @Override
    protected RegisterStore emptyStore() throws IOException {
        return DiskRegisterStore.open(folder.resolve("registers-" + ++count));
    }

    @Override
    protected RegisterStore reopened() throws IOException {
        return DiskRegisterStore.open(folder.resolve("durable"));
    }
}
