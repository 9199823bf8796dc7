package io.wwep.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.wwep.check.RedisSentinels;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the master that Sentinels monitor while clients write without pause. {@code -Dwwep.redis.failovers=50} kills that
 * many masters, one after the other.
 */
class FailoverTest {

    private static final int FAILOVERS = Integer.getInteger("wwep.redis.failovers", 1);
    private static final int WRITERS = 64;

    /** Before the master is killed, and after its successor is available. */
    private static final int ACKNOWLEDGED_BY_EACH = 20;

    private static RedisSentinels redis;

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisSentinels();
    }

    @AfterAll
    static void end() {
        redis.close();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of failovers is configurable
    void noAcknowledgedWriteIsLostIfAReplicaConfirmsEach() throws Exception {
        int lost = lostIn(FAILOVERS, 1);
        assertThat(lost).isZero();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // the number of failovers is configurable
    void theServerContinuesWithTheNewMasterWithoutConfirmation() throws Exception {
        // Some may be lost: the test says how many.
        assertThat(lostIn(FAILOVERS, 0)).isNotNegative();
    }

    @Test
    void aMasterThatTheSentinelsDoNotKnowIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> RedisRegisterStore.open(redis.uri("unknown")))
                .withMessageContaining("master 'unknown'")
                .withMessageContaining("the Sentinels know no master of that name")
                .withMessageContaining("sentinel masters");
    }

    private static int lostIn(int failovers, int replicas) throws Exception {
        int lost = 0;
        int acknowledged = 0;
        int refused = 0;
        for (int i = 0; i < failovers; i++) {
            redis.awaitReplicas();
            redis.cli("flushall");
            try (RedisRegisterStore store = RedisRegisterStore.at(redis.uri())
                            .replicas(replicas)
                            .open();
                    WwepServer server =
                            WwepServer.create().plain(0).store(store).start()) {
                for (Writer writer : underWriters(server)) {
                    lost += writer.lost;
                    acknowledged += writer.acknowledged;
                    refused += writer.refused;
                }
            }
        }
        System.out.printf(
                "%d failovers, replicas(%d): of %d acknowledged writes %d were lost; %d were refused%n",
                failovers, replicas, acknowledged, lost, refused);
        return lost;
    }

    private static List<Writer> underWriters(WwepServer server) throws Exception {
        List<Writer> writers = new ArrayList<>();
        List<Future<Void>> ends = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(WRITERS);
        CountDownLatch failedOver = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int i = 0; i < WRITERS; i++) {
                Writer writer = new Writer(server.port(), i);
                writers.add(writer);
                ends.add(threads.submit(() -> {
                    writer.write(begun, failedOver);
                    return null;
                }));
            }
            begun.await();
            redis.failOver();
            failedOver.countDown();
            for (Future<Void> end : ends) {
                end.get();
            }
        } finally {
            failedOver.countDown();
            threads.shutdown();
        }
        return writers;
    }

    /** A client that writes 1, 2, 3 and so on to its registers, each until it is acknowledged. */
    private static final class Writer {

        /** More than it writes after a failover, so that earlier values can still be checked. */
        private static final int DEVICES = 2;

        private static final int REGISTERS = DEVICES * 0x100;

        private final int port;
        private final int number;
        private int acknowledged;
        private int refused;
        private int lost;

        Writer(int port, int number) {
            this.port = port;
            this.number = number;
        }

        void write(CountDownLatch begun, CountDownLatch failedOver) throws Exception {
            try (WwepClient client = client()) {
                while (failedOver.getCount() > 0) {
                    writeNext(client);
                    if (acknowledged == ACKNOWLEDGED_BY_EACH) {
                        begun.countDown();
                    }
                }
                int last = acknowledged + ACKNOWLEDGED_BY_EACH;
                while (acknowledged < last) {
                    writeNext(client);
                }
                for (int value = Math.max(1, last - REGISTERS + 2); value <= last; value++) {
                    lost += client.find(device(value), value & 0xFF).orElse(0) < value ? 1 : 0;
                }
            }
        }

        /** Returns a client that is patient, since a failover keeps a small machine busy. */
        private WwepClient client() {
            return WwepClient.create("127.0.0.1")
                    .port(port)
                    .replyTimeout(Duration.ofSeconds(30))
                    .deadline(Duration.ofMinutes(1))
                    .build();
        }

        private void writeNext(WwepClient client) throws Exception {
            int value = acknowledged + 1;
            if (client.exchange(WwepRequest.write(device(value), value & 0xFF, value)) instanceof WwepReply.Accepted) {
                acknowledged++;
            } else {
                refused++;
            }
        }

        private int device(int value) {
            return number * DEVICES + value / 0x100 % DEVICES;
        }
    }
}
