package io.wwep.server;

import io.wwep.check.RedisServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class RedisRegisterStoreTest extends LastingRegisterStoreContract {

    private final RedisServer redis;

    RedisRegisterStoreTest() throws IOException {
        redis = new RedisServer();
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
