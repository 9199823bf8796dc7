package io.wwep.server;

class MemoryRegisterStoreTest extends RegisterStoreContract {

    @Override
    RegisterStore emptyStore() {
        return RegisterStore.inMemory();
    }
}
