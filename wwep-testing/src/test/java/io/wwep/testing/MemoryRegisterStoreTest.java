package io.wwep.testing;

import io.wwep.server.store.RegisterStore;

class MemoryRegisterStoreTest extends RegisterStoreContract {

    @Override
    protected RegisterStore emptyStore() {
        return RegisterStore.inMemory();
    }
}
