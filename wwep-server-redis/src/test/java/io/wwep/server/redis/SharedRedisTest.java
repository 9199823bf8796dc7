package io.wwep.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.check.LogCapture;
import io.wwep.check.RedisServer;
import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that share one Redis, and their behavior without it. */
class SharedRedisTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    private final RedisServer redis = new RedisServer();

    SharedRedisTest() throws Exception {}

    @AfterEach
    void end() {
        redis.close();
    }

    /** Uses a long time limit: most tests here are not about it. */
    private static RedisRegisterStore open(URI server) throws IOException {
        return RedisRegisterStore.at(server).timeout(Duration.ofSeconds(20)).open();
    }

    @Test
    void aWriteOfOneServerIsReadByTheOtherAtOnce() throws Exception {
        try (RedisRegisterStore one = open(redis.uri());
                RedisRegisterStore other = open(redis.uri());
                WwepServer first = WwepServer.create().plain(0).store(one).start();
                WwepServer second = WwepServer.create().plain(0).store(other).start();
                WwepClient writer =
                        WwepClient.create("127.0.0.1").port(first.port()).build();
                WwepClient reader =
                        WwepClient.create("127.0.0.1").port(second.port()).build()) {
            assertThat(reader.find(0x0FAC, 0x0B)).isEmpty();
            for (int value = 0; value < 500; value++) {
                writer.write(0x0FAC, 0x0B, value);
                assertThat(reader.read(0x0FAC, 0x0B)).isEqualTo(value);
            }
        }
    }

    @Test
    void requestsAreRefusedWhileRedisIsDownAndServedOnceItIsBack() throws Exception {
        try (RedisRegisterStore store = open(redis.uri());
                WwepServer server = WwepServer.create().plain(0).store(store).start();
                WwepClient client =
                        WwepClient.create("127.0.0.1").port(server.port()).build();
                LogCapture log = new LogCapture("io.wwep.server")) {
            client.write(0x0FAC, 0x0B, 0x1234);
            redis.kill();
            List<WwepRequest> requests = List.of(
                    WwepRequest.write(0x0FAC, 0x0B, 1), WwepRequest.read(0x0FAC, 0x0B), WwepRequest.read(0x0FAC, 0x0B));
            assertThat(client.exchangeAll(requests)).containsOnly(WwepReply.refused());
            assertThat(client.find(0x0FAC, 0x0B)).isEmpty();
            assertThat(log.warnings())
                    .as("one for writes and one for reads, not one for each")
                    .hasSize(2)
                    .allSatisfy(warning -> assertThat(warning)
                            .contains("refused because the store failed", "Redis at 127.0.0.1:" + redis.port()));
            redis.restart();
            client.write(0x0FAC, 0x0B, 2);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(2);
        }
    }

    @Test
    void aStalledRedisTimesOutSoon() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.at(redis.uri())
                .timeout(Duration.ofSeconds(2))
                .open()) {
            store.write(DEVICE, 1, 1);
            store.force();
            redis.stall();
            assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("timed out");
            store.write(DEVICE, 1, 2);
            assertThatIOException().isThrownBy(store::force);
            redis.resume();
            store.write(DEVICE, 1, 3);
            store.force();
            assertThat(store.read(DEVICE, 1)).hasValue(3);
        }
    }

    @Test
    void aWriteThatFailedInAStalledRedisIsNotExecutedWhenItResumes() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.at(redis.uri())
                .timeout(Duration.ofSeconds(2))
                .open()) {
            store.write(DEVICE, 1, 1);
            store.force();
            redis.stall();
            store.write(DEVICE, 1, 2); // reaches Redis' socket, and waits there
            assertThatIOException().isThrownBy(store::force).withMessageContaining("timed out");
            redis.resume();
            // Commands in the socket of the broken connection are executed before Redis answers a new one.
            redis.cli("ping");
            redis.cli("ping");
            assertThat(redis.cli("hget", "wwep:0FAC", "01")).isEqualTo("0001");
            assertThat(redis.cli("info", "errorstats")).contains("errorstat_LATE:count=1");
        }
    }

    @Test
    void theRegistersInRedisAreReadable() throws Exception {
        try (RedisRegisterStore store = open(redis.uri())) {
            store.write(DEVICE, 0x0B, 0xBEEF);
            store.force();
            assertThat(redis.cli("hgetall", "wwep:0FAC")).isEqualTo("0B\nBEEF");
            redis.cli("hset", "wwep:0FAC", "0C", "00a1");
            assertThat(store.read(DEVICE, 0x0C)).hasValue(0xA1);
        }
    }

    @Test
    void aMalformedRegisterInRedisIsNamedInTheError() throws Exception {
        try (RedisRegisterStore store = open(redis.uri())) {
            redis.cli("hset", "wwep:0FAC", "0B", "on");
            assertThatIOException()
                    .isThrownBy(() -> store.read(DEVICE, 0x0B))
                    .withMessageContaining("'on' as 0B of wwep:0FAC")
                    .withMessageContaining("written by another program");
            redis.cli("set", "wwep:0001", "a text");
            store.write(DeviceId.of(1), 0, 0);
            assertThatIOException().isThrownBy(store::force).withMessageContaining("WRONGTYPE");
            store.write(DEVICE, 0x0B, 1);
            store.force();
            assertThat(store.read(DEVICE, 0x0B)).hasValue(1);
        }
    }

    @Test
    void aWriteThatRedisRefusesDoesNotAffectOtherDevices() throws Exception {
        try (RedisRegisterStore store = open(redis.uri())) {
            redis.cli("set", "wwep:0064", "a text");
            for (int device = 0; device < 200; device++) {
                store.write(DeviceId.of(device), 0x0B, device);
                store.write(DeviceId.of(device), 0x0C, 1);
            }
            assertThatIOException().isThrownBy(store::force).withMessageContaining("WRONGTYPE");
            for (int device = 0; device < 200; device++) {
                if (device != 0x64) {
                    assertThat(store.read(DeviceId.of(device), 0x0B)).hasValue(device);
                }
            }
            assertThat(redis.cli("get", "wwep:0064")).isEqualTo("a text");
        }
    }

    @Test
    void aPasswordAndADatabaseCanBeGiven() throws Exception {
        try (RedisServer closed = new RedisServer("--requirepass", "se/cr@t")) {
            assertThatIOException()
                    .isThrownBy(() -> open(closed.uri()))
                    .withMessageContaining("NOAUTH")
                    .withMessageContaining("USER:PASSWORD@");
            URI address = URI.create("redis://:se%2Fcr%40t@127.0.0.1:" + closed.port() + "/3");
            try (RedisRegisterStore store = open(address)) {
                store.write(DEVICE, 1, 1);
                store.force();
                assertThat(closed.cli("--no-auth-warning", "-a", "se/cr@t", "-n", "3", "hget", "wwep:0FAC", "01"))
                        .isEqualTo("0001");
                assertThat(store).asString().doesNotContain("se");
            }
        }
    }

    @Test
    void aUserNeedsOnlyTheRightsThatTheMessageNames() throws Exception {
        redis.cli("acl", "setuser", "wwep", "on", ">secret", "~wwep:*", "+eval", "+hset", "+hget", "+time");
        redis.cli("acl", "setuser", "reader", "on", ">secret", "~wwep:*", "+hget", "+time");
        String host = "@127.0.0.1:" + redis.port();
        try (RedisRegisterStore store = open(URI.create("redis://wwep:secret" + host))) {
            store.write(DEVICE, 1, 1);
            store.force();
            assertThat(store.read(DEVICE, 1)).hasValue(1);
        }
        try (RedisRegisterStore store = open(URI.create("redis://reader:secret" + host))) {
            assertThat(store.read(DEVICE, 1)).hasValue(1);
            store.write(DEVICE, 1, 2);
            assertThatIOException()
                    .isThrownBy(store::force)
                    .withMessageContaining("does not allow it to this user")
                    .withMessageContaining("~wwep:* +eval +hset +hget +time");
        }
        assertThatIOException()
                .isThrownBy(() -> open(URI.create("redis://wwep:wrong" + host)))
                .withMessageContaining("WRONGPASS")
                .withMessageContaining("USER:PASSWORD@")
                .withMessageNotContaining("wwep:wrong");
    }

    @Test
    void anAddressWithoutARedisFailsAtOnce() {
        redis.kill();
        assertThatIOException()
                .isThrownBy(() -> open(redis.uri()))
                .withMessageContaining("Redis at 127.0.0.1:" + redis.port())
                .withMessageContaining("is it running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost:6379",
                "redis:localhost",
                "redis://localhost",
                "redis:///",
                "redis://localhost:65536",
                "redis://localhost:6379/x",
                "redis://localhost:6379?timeout=1s",
                "redis://localhost:6379#master",
                "redis://one:6379,two:6379",
                "redis-sentinel://one:26379,two:26379",
                "redis-sentinel://one:26379#",
                "redis-cluster://one:6379/1",
            })
    void anAddressOfAnotherFormIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(URI.create(address)))
                .withMessageContaining("'" + address + "'")
                .withMessageContaining("redis://HOST:PORT");
    }

    @Test
    void aMessageAboutAnAddressShowsNoPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(URI.create("redis://user:secret@localhost")))
                .withMessageContaining("redis://localhost")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(URI.create("redis://user@localhost:6379")))
                .withMessageContaining("USER:PASSWORD@");
    }

    @Test
    void aServerIsNotACluster() {
        assertThatIOException()
                .isThrownBy(() -> open(URI.create("redis-cluster://127.0.0.1:" + redis.port())))
                .withMessageContaining("is not a cluster: give redis:// instead of redis-cluster://");
    }

    @Test
    void missingReplicasConfirmNothing() throws Exception {
        try (RedisRegisterStore store =
                RedisRegisterStore.at(redis.uri()).replicas(1).open()) {
            store.write(DEVICE, 1, 1);
            assertThatIOException().isThrownBy(store::force).withMessageContaining("only 0 of 1 replicas confirmed it");
        }
    }

    @Test
    void aReplicaCannotBeWrittenTo() throws Exception {
        try (RedisServer replica = new RedisServer("--replicaof", "127.0.0.1 " + redis.port());
                RedisRegisterStore store = open(replica.uri())) {
            store.write(DEVICE, 1, 1);
            assertThatIOException()
                    .isThrownBy(store::force)
                    .withMessageContaining("is a replica")
                    .withMessageContaining("give the address of the master");
        }
    }

    @Test
    void aClosedStoreReportsThatItIsClosed() throws Exception {
        RedisRegisterStore store = open(redis.uri());
        store.close();
        store.close();
        assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("closed");
    }
}
