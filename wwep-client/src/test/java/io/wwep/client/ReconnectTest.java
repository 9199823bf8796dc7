package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** When a client tries to connect again. */
@SuppressWarnings("try") // to close a client early is what some of these are about
class ReconnectTest {

    private static final ReconnectPolicy LONG = failures -> Duration.ofHours(1);

    private static int portWhereNothingListens() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer()) {
            return peer.port();
        }
    }

    private static WwepClientBuilder client(int port) {
        return WwepClient.create("127.0.0.1").port(port).replyTimeout(Duration.ofSeconds(20));
    }

    @Test
    void callsFailAtOnceWithTheCauseAfterAFailedConnect() throws Exception {
        int port = portWhereNothingListens();
        try (WwepClient client = client(port).reconnect(LONG).build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThatThrownBy(() -> client.read(0, 0))
                        .isInstanceOfSatisfying(
                                WwepConnectException.class,
                                e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                        .hasCauseInstanceOf(WwepConnectException.class)
                        .hasMessageContaining("Connection refused")
                        .hasMessageContaining("the next is made in");
                assertThat(peer.connections()).isZero();
            }
        }
    }

    @Test
    void callersThatAwaitTheNextAttemptAreServedByIt() throws Exception {
        int port = portWhereNothingListens();
        try (WwepClient client = client(port)
                .reconnect(failures -> Duration.ofMillis(20))
                .awaitReconnect(true)
                .build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThat(client.read(0, 0)).isEqualTo(0x1234);
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aCallerWhoseDeadlineIsBeforeTheNextAttemptFailsAtOnce() throws Exception {
        try (WwepClient client = client(portWhereNothingListens())
                .reconnect(LONG)
                .awaitReconnect(true)
                .build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            assertThatThrownBy(() -> client.read(0, 0)).hasMessageContaining("the next is made in");
        }
    }

    @Test
    void thePolicyReceivesTheNumberOfConsecutiveFailures() throws Exception {
        List<Integer> told = new CopyOnWriteArrayList<>();
        int port = portWhereNothingListens();
        try (WwepClient client = client(port)
                .reconnect(failures -> {
                    told.add(failures);
                    return Duration.ZERO;
                })
                .build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, acceptingOne())) {
                client.read(0, 0);
                assertThat(peer.connections()).isEqualTo(1);
            }
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            assertThat(told).containsExactly(1, 2, 1);
        }
    }

    @Test
    void aLostConnectionIsReplacedAtOnce() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne());
                WwepClient client = peer.client().reconnect(LONG).build()) {
            assertThat(client.read(0, 0)).isEqualTo(0x1234);
            assertThat(client.read(0, 0)).isEqualTo(0x1234);
        }
    }

    @Test
    void oneShotAlwaysTriesToConnect() throws Exception {
        int port = portWhereNothingListens();
        try (WwepClient client =
                client(port).mode(ConnectionMode.ONE_SHOT).reconnect(LONG).build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, acceptingOne())) {
                assertThat(client.read(0, 0)).isEqualTo(0x1234);
            }
        }
    }

    @Test
    void closingTheClientFreesCallersThatAwaitTheNextAttempt() throws Exception {
        try (WwepClient client = waitingClient()) {
            Caller caller = Caller.of(() -> client.read(0, 0));
            caller.whenIn("awaitGate");
            caller.whenWaiting();
            client.close();
            assertThat(caller.failure()).isInstanceOf(WwepConnectionLostException.class);
        }
    }

    @Test
    void anInterruptFreesACallerThatAwaitsTheNextAttempt() throws Exception {
        try (WwepClient client = waitingClient()) {
            Caller caller = Caller.of(() -> client.read(0, 0));
            caller.whenIn("awaitGate");
            caller.whenWaiting();
            caller.interrupt();
            assertThat(caller.failure()).isInstanceOf(WwepInterruptedException.class);
        }
    }

    /** Returns a client whose first attempt has failed, and whose callers wait for the next one, due in an hour. */
    private static WwepClient waitingClient() throws IOException {
        WwepClient client = client(portWhereNothingListens())
                .reconnect(LONG)
                .awaitReconnect(true)
                .deadline(Duration.ofDays(1))
                .build();
        assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
        return client;
    }

    @Test
    void aPolicyThatAlwaysThrowsDelaysNoCall() throws Exception {
        int port = portWhereNothingListens();
        try (WwepClient client = client(port)
                .reconnect(failures -> {
                    throw new IllegalStateException("no idea");
                })
                .build()) {
            assertThatThrownBy(() -> client.read(0, 0)).isInstanceOf(WwepConnectException.class);
            assertThat(client.exchangeAsync(WwepRequest.read(0, 0)))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThat(client.exchangeAsync(WwepRequest.read(0, 0))).succeedsWithin(Duration.ofSeconds(20));
                assertThat(client.read(0, 0)).isEqualTo(0x1234);
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void doublingDoublesUpToItsCapAndVariesByAQuarter() {
        ReconnectPolicy policy = ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));
        for (int failures = 1; failures < 70; failures++) {
            double exact = Math.min(100 * Math.pow(2, failures - 1), 10_000);
            for (int i = 0; i < 50; i++) {
                assertThat((double) policy.delayAfter(failures).toMillis()).isBetween(exact * 0.75 - 1, exact * 1.25);
            }
        }
        assertThat(policy.delayAfter(3)).isNotEqualTo(policy.delayAfter(3));
    }

    @Test
    void doublingRejectsInvalidTimes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.doubling(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("first reconnect delay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.doubling(Duration.ofSeconds(1), Duration.ofDays(2)))
                .withMessageContaining("longest reconnect delay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.doubling(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("longer than");
    }
}
