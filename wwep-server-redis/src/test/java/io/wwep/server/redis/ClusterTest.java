package io.wwep.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.wwep.check.RedisCluster;
import io.wwep.check.RedisServer;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Registers in a cluster of six nodes. */
class ClusterTest {

    private static RedisCluster redis;

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisCluster();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    private static RedisRegisterStoreBuilder store() {
        return RedisRegisterStore.at(redis.uri()).timeout(Duration.ofSeconds(5));
    }

    @Test
    void theDevicesAreSpreadOverTheNodesAndReadByEveryStore() throws Exception {
        try (RedisRegisterStore one = store().open();
                RedisRegisterStore other = store().replicas(1).open()) {
            for (int device = 0x1000; device < 0x1400; device++) {
                one.write(DeviceId.of(device), 0x0B, device);
            }
            one.force();
            for (int device = 0x1000; device < 0x1400; device++) {
                assertThat(other.read(DeviceId.of(device), 0x0B)).hasValue(device);
                other.write(DeviceId.of(device), 0x0B, 0xFFFF - device);
            }
            other.force();
            for (int device = 0x1000; device < 0x1400; device++) {
                assertThat(one.read(DeviceId.of(device), 0x0B)).hasValue(0xFFFF - device);
            }
        }
        List<Integer> keys = new ArrayList<>();
        for (RedisServer node : redis.nodes()) {
            keys.add(Integer.valueOf(node.cli("dbsize")));
        }
        assertThat(keys).allMatch(count -> count > 200);
    }

    @Test
    void aDeviceMovedToAnotherNodeIsFollowed() throws Exception {
        DeviceId device = DeviceId.of(0x2000);
        String key = "wwep:2000";
        RedisServer from = redis.masterOf(key);
        RedisServer to = redis.masterOf("wwep:2001");
        assertThat(to).isNotSameAs(from);
        String slot = from.cli("cluster", "keyslot", key);
        try (RedisRegisterStore store = store().replicas(1).open()) {
            to.cli("cluster", "setslot", slot, "importing", from.cli("cluster", "myid"));
            from.cli("cluster", "setslot", slot, "migrating", to.cli("cluster", "myid"));
            store.write(device, 1, 1);
            store.force();
            assertThat(store.read(device, 1)).hasValue(1);
            to.cli("cluster", "setslot", slot, "node", to.cli("cluster", "myid"));
            from.cli("cluster", "setslot", slot, "node", to.cli("cluster", "myid"));
            store.write(device, 2, 2);
            store.force();
            assertThat(store.read(device, 2)).hasValue(2);
        }
        assertThat(to.cli("hgetall", key)).isEqualTo("01\n0001\n02\n0002");
    }

    @Test
    void aReplicaTakesOverTheRegistersOfAFailedMaster() throws Exception {
        DeviceId device = DeviceId.of(0x3000);
        RedisServer master = redis.masterOf("wwep:3000");
        try (RedisRegisterStore store = store().replicas(1).open();
                // The replica that becomes the master has no replica that could confirm.
                RedisRegisterStore unconfirmed = store().open()) {
            store.write(device, 1, 1);
            store.force();
            master.kill();
            store.write(device, 1, 2);
            assertThatIOException().isThrownBy(store::force).withMessageContaining("the Redis cluster at");
            assertThat(onceItWorks(() -> unconfirmed.read(device, 1)).orElseThrow())
                    .isBetween(1, 2);
            onceItWorks(() -> written(unconfirmed, device, 3));
            assertThat(onceItWorks(() -> store.read(device, 1))).hasValue(3);
            master.restart();
            onceItWorks(() -> written(store, device, 4));
            assertThat(onceItWorks(() -> unconfirmed.read(device, 1))).hasValue(4);
        }
    }

    private static boolean written(RedisRegisterStore store, DeviceId device, int value) throws IOException {
        store.write(device, 1, value);
        store.force();
        return true;
    }

    /** Tries until a node answers: no event shows that one has become the master. */
    private static <T> T onceItWorks(Callable<T> action) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return action.call();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aNodeOfAClusterIsNotAServerByItself() {
        URI node = redis.nodes().get(0).uri();
        assertThatIOException()
                .isThrownBy(() -> {
                    try (RedisRegisterStore store = RedisRegisterStore.open(node)) {
                        // Some of these are on another node.
                        for (int device = 0; device < 16; device++) {
                            store.read(DeviceId.of(device), 0);
                        }
                    }
                })
                .withMessageContaining("belongs to a cluster: give redis-cluster:// instead of redis://");
    }
}
