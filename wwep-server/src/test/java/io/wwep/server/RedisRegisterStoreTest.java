package io.wwep.server;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class RedisRegisterStoreTest extends LastingRegisterStoreContract {

    private final RedisProgram redis;

    RedisRegisterStoreTest() throws IOException {
        redis = new RedisProgram();
    }

    @AfterEach
    void end() {
        redis.close();
    }

    @Override
    RegisterStore emptyStore() throws IOException {
        return RedisRegisterStore.open(redis.uri());
    }

    @Override
    RegisterStore reopened() throws IOException {
        return RedisRegisterStore.open(redis.uri());
    }
}
