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
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Servers in front of one Redis, and what becomes of them without it. */
class SharedRedisTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    private final RedisServer redis = new RedisServer();

    SharedRedisTest() throws Exception {}

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void whatOneServerHasWrittenTheOtherReadsAtOnce() throws Exception {
        try (RedisRegisterStore one = RedisRegisterStore.open(redis.uri());
                RedisRegisterStore other = RedisRegisterStore.open(redis.uri());
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
    void withoutRedisEachRequestIsRefusedAndOnceItIsBackAllGoesOn() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.open(redis.uri());
                WwepServer server = WwepServer.create().plain(0).store(store).start();
                WwepClient client =
                        WwepClient.create("127.0.0.1").port(server.port()).build();
                LogCapture log = new LogCapture("io.wwep.server")) {
            client.write(0x0FAC, 0x0B, 0x1234);
            redis.close();
            List<WwepRequest> requests = List.of(
                    WwepRequest.write(0x0FAC, 0x0B, 1), WwepRequest.read(0x0FAC, 0x0B), WwepRequest.read(0x0FAC, 0x0B));
            assertThat(client.exchangeAll(requests)).containsOnly(WwepReply.refused());
            assertThat(client.find(0x0FAC, 0x0B)).isEmpty();
            assertThat(log.warnings())
                    .as("not one for each")
                    .singleElement()
                    .asString()
                    .contains("W0FAC0B0001 was refused because the store failed", "Redis at 127.0.0.1:" + redis.port());
            redis.restart();
            client.write(0x0FAC, 0x0B, 2);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(2);
        }
    }

    @Test
    void aRedisThatStallsIsNotWaitedForLong() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.open(redis.uri())) {
            store.write(DEVICE, 1, 1);
            redis.stall();
            assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("timed out");
            assertThatIOException().isThrownBy(() -> store.write(DEVICE, 1, 2));
            redis.resume();
            store.write(DEVICE, 1, 3);
            assertThat(store.read(DEVICE, 1)).hasValue(3);
        }
    }

    @Test
    void peopleCanReadTheRegistersInRedis() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.open(redis.uri());
                Jedis cli = new Jedis("127.0.0.1", redis.port())) {
            store.write(DEVICE, 0x0B, 0xBEEF);
            assertThat(cli.hgetAll("wwep:0FAC")).containsOnlyKeys("0B").containsValue("BEEF");
            cli.hset("wwep:0FAC", "0C", "00a1");
            assertThat(store.read(DEVICE, 0x0C)).hasValue(0xA1);
        }
    }

    @Test
    void whatIsNoRegisterInRedisIsAnErrorOfItsOwn() throws Exception {
        try (RedisRegisterStore store = RedisRegisterStore.open(redis.uri());
                Jedis cli = new Jedis("127.0.0.1", redis.port())) {
            cli.hset("wwep:0FAC", "0B", "on");
            assertThatIOException()
                    .isThrownBy(() -> store.read(DEVICE, 0x0B))
                    .withMessageContaining("'on' as 0B of wwep:0FAC")
                    .withMessageContaining("written by another program");
            cli.set("wwep:0001", "a text");
            assertThatIOException()
                    .isThrownBy(() -> store.write(DeviceId.of(1), 0, 0))
                    .withMessageContaining("WRONGTYPE");
            store.write(DEVICE, 0x0B, 1);
            assertThat(store.read(DEVICE, 0x0B)).hasValue(1);
        }
    }

    @Test
    void aPasswordAndADatabaseCanBeGiven() throws Exception {
        try (RedisServer closed = new RedisServer("--requirepass", "secret")) {
            assertThatIOException()
                    .isThrownBy(() -> RedisRegisterStore.open(closed.uri()))
                    .withMessageContaining("NOAUTH");
            URI address = URI.create("redis://:secret@127.0.0.1:" + closed.port() + "/3");
            try (RedisRegisterStore store = RedisRegisterStore.open(address);
                    Jedis cli = new Jedis("127.0.0.1", closed.port())) {
                store.write(DEVICE, 1, 1);
                cli.auth("secret");
                cli.select(3);
                assertThat(cli.hget("wwep:0FAC", "01")).isEqualTo("0001");
            }
        }
    }

    @Test
    void anAddressWithoutARedisIsToldAtOnce() {
        redis.close();
        assertThatIOException()
                .isThrownBy(() -> RedisRegisterStore.open(redis.uri()))
                .withMessageContaining("Redis at 127.0.0.1:" + redis.port())
                .withMessageContaining("is it running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:6379", "http://localhost:6379", "redis:localhost", "redis://localhost", "redis:///"})
    void anAddressOfAnotherFormIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisRegisterStore.open(URI.create(address)))
                .withMessageContaining("'" + address + "'")
                .withMessageContaining("redis://HOST:PORT");
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        RedisRegisterStore store = RedisRegisterStore.open(redis.uri());
        store.close();
        store.close();
        assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("closed");
    }
}
