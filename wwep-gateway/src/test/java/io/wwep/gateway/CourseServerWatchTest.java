package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Watches of servers that serve one request per connection. */
class CourseServerWatchTest {

    private static final DeviceId BOARD = DeviceId.of(0x0FAC);

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "ONE_SHOT"})
    void aCourseServerThatGoesAndComesBackIsStaleAndThenGood(ConnectionMode mode) throws Exception {
        RegisterStore store = RegisterStore.inMemory();
        store.write(BOARD, 5, 1);
        Readings<Integer> readings = new Readings<>();
        try (Gateway gateway = Gateway.create().build()) {
            int port;
            try (WwepServer server = WwepServer.create()
                    .plain(0)
                    .profile(ServerProfile.COURSE)
                    .store(store)
                    .start()) {
                port = server.port();
                GatewayEndpoint lab = gateway.endpoint(
                        "lab",
                        WwepClient.create("127.0.0.1")
                                .port(port)
                                .mode(mode)
                                .reconnect(failures -> Duration.ofMillis(10)));
                gateway.device("board", lab, BOARD)
                        .watch(Register.uint16(5))
                        .every(Duration.ofMillis(20))
                        .start(readings);
                readings.awaitGood(1);
                store.write(BOARD, 5, 2);
                readings.awaitGood(2);
            }

            Reading<Integer> stale = readings.next(reading -> reading.quality() == Quality.STALE);

            assertThat(stale.value()).isEqualTo(2);
            store.write(BOARD, 5, 3);
            try (WwepServer again = WwepServer.create()
                    .plain(port)
                    .profile(ServerProfile.COURSE)
                    .store(store)
                    .start()) {
                readings.awaitGood(3);
                assertThat(again.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void aPollThatTakesLongerThanADeadlineReadsAllRegistersNevertheless() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.dispatcher(request -> answer(request.text()));
            GatewayEndpoint lab = gateway.endpoint(
                    "lab", server.client().mode(ConnectionMode.ONE_SHOT).deadline(Duration.ofMillis(800)));
            GatewayDevice board = gateway.device("board", lab, BOARD);
            List<Readings<Integer>> all = new ArrayList<>();
            for (int register = 0; register < 60; register++) {
                Readings<Integer> readings = new Readings<>();
                all.add(readings);
                board.watch(Register.uint16(register))
                        .every(Duration.ofMinutes(1))
                        .start(readings);
            }

            for (Readings<Integer> readings : all) {
                assertThat(readings.next().quality()).isEqualTo(Quality.GOOD);
            }
        }
    }

    @Test
    void aWriteDoesNotWaitForAWholePoll() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.dispatcher(request -> answer(request.text()));
            GatewayEndpoint lab = gateway.endpoint("lab", server.client().mode(ConnectionMode.ONE_SHOT));
            GatewayDevice board = gateway.device("board", lab, BOARD);
            List<Readings<Integer>> all = new ArrayList<>();
            for (int register = 0; register < 100; register++) {
                Readings<Integer> readings = new Readings<>();
                all.add(readings);
                board.watch(Register.uint16(register))
                        .every(Duration.ofMinutes(1))
                        .start(readings);
            }
            all.get(0).next();

            board.write(Register.uint16(0xFF), 1);

            assertThat(all.get(99).all()).isEmpty();
        }
    }

    private static Answer answer(String request) {
        return Answer.of(WwepReply.accepted(BOARD, Integer.parseInt(request.substring(5, 7), 16), 1))
                .after(Duration.ofMillis(20));
    }
}
