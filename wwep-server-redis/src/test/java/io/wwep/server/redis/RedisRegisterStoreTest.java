package io.wwep.server.redis;

import io.wwep.check.RedisServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.testing.DurableRegisterStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class RedisRegisterStoreTest extends DurableRegisterStoreContract {

    private final RedisServer redis;

    RedisRegisterStoreTest() throws IOException {
        redis = new RedisServer();
    }

    @AfterEach
    void end() {
        redis.close();
    }

    @Override
    protected RegisterStore emptyStore() throws IOException {
        return RedisRegisterStore.open(redis.uri());
    }

    @Override
    protected RegisterStore reopened() throws IOException {
        return RedisRegisterStore.open(redis.uri());
    }
}
