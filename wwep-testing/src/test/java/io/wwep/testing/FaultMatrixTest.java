package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Kind;
import io.wwep.testing.Fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each effect at each moment, plain and over TLS, and what a client makes of it that opens a connection for each request. */
class FaultMatrixTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String DONE = "done";

    private record Case(boolean overTls, Effect effect, Moment moment) {

        @Override
        public String toString() {
            return effect + " " + moment + (overTls ? " over TLS" : "");
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (boolean overTls : new boolean[] {false, true}) {
            for (Effect effect : effects()) {
                for (Moment moment : Moment.values()) {
                    if (makesSense(effect, moment) && (overTls || moment != Moment.IN_HANDSHAKE)) {
                        cases.add(new Case(overTls, effect, moment));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static List<Effect> effects() {
        List<Effect> effects = List.of(
                Fault.close(),
                Fault.reset(),
                Fault.stall(),
                Fault.garbage(),
                Fault.delay(Duration.ofMillis(1)),
                Fault.dribble(),
                Fault.truncatedReply(),
                Fault.wrongDevice(),
                Fault.wrongRegister(),
                Fault.wrongValue(),
                Fault.refusal("No"),
                Fault.twoReplies());
        assertThat(effects).as("all of them").extracting(Effect::kind).containsExactlyInAnyOrder(Kind.values());
        return effects;
    }

    private static boolean makesSense(Effect effect, Moment moment) {
        try {
            return effect.at(moment).effect() == effect;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theClientTellsWhatBecameOfTheWrite(Case each) {
        try (WwepTestServer server = each.overTls ? WwepTestServer.startTls() : WwepTestServer.start();
                WwepClient client = server.client()
                        .mode(ConnectionMode.ONE_SHOT)
                        .handshakeTimeout(isBeforeTls(each) && waitsInVain(each, Kind.STALL) ? SHORT : LONG)
                        .replyTimeout(waitsInVain(each, Kind.STALL, Kind.TRUNCATED_REPLY, Kind.REFUSAL) ? SHORT : LONG)
                        .build()) {
            server.fault(each.effect.at(each.moment).untilCleared());
            String outcome = outcome(client);
            boolean isDone = server.find(0x0FAC, 0x0B).isPresent();
            assertThat(outcome).isIn(expected(each));
            if (outcome.equals(DONE) || outcome.contains("NOT_SENT")) {
                assertThat(isDone).as("the write is done").isEqualTo(outcome.equals(DONE));
            }
        }
    }

    private static boolean waitsInVain(Case each, Kind... kinds) {
        return List.of(kinds).contains(each.effect.kind());
    }

    private static boolean isBeforeTls(Case each) {
        return each.overTls && (each.moment == Moment.ON_ACCEPT || each.moment == Moment.IN_HANDSHAKE);
    }

    private static String outcome(WwepClient client) {
        try {
            client.write(0x0FAC, 0x0B, 0x1234);
            return DONE;
        } catch (WwepException e) {
            return e.getClass().getSimpleName() + " " + e.delivery();
        }
    }

    private static List<String> expected(Case each) {
        if (each.effect.kind() == Kind.RESET && each.moment == Moment.ON_ACCEPT && !each.overTls) {
            // It may come before the client has set up its connection, or after it has sent its request.
            return List.of("WwepConnectException NOT_SENT", "WwepConnectionLostException UNKNOWN");
        }
        return List.of(theOne(each));
    }

    private static String theOne(Case each) {
        if (each.moment == Moment.AFTER_REPLY) {
            return DONE;
        }
        if (isBeforeTls(each) && each.effect.kind() != Kind.DELAY && each.effect.kind() != Kind.DRIBBLE) {
            return "WwepConnectException NOT_SENT";
        }
        return switch (each.effect.kind()) {
            case CLOSE, RESET -> "WwepConnectionLostException UNKNOWN";
            case STALL, TRUNCATED_REPLY -> "WwepTimeoutException UNKNOWN";
            case GARBAGE, WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> "WwepProtocolException UNKNOWN";
            case REFUSAL -> "WwepRefusedException ANSWERED";
            case DELAY, DRIBBLE, TWO_REPLIES -> DONE; // whoever keeps the connection would find the second reply
        };
    }
}
