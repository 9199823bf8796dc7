package io.wwep.server.redis;

import io.wwep.check.RedisServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.testing.DurableRegisterStoreContract;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisRegisterStoreTest extends DurableRegisterStoreContract {

    private static RedisServer redis;

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisServer();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @Override
    protected RegisterStore emptyStore() throws IOException {
        redis.cli("flushall");
        return reopened();
    }

    @Override
    protected RegisterStore reopened() throws IOException {
        return RedisRegisterStore.at(redis.uri())
                .timeout(Duration.ofSeconds(20))
                .open();
    }
}
