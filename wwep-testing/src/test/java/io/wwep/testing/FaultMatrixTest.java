package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Kind;
import io.wwep.testing.Fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests each effect at each trigger, plain and over TLS, with a client that opens a connection per request. */
class FaultMatrixTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String WRITTEN = "written";

    private record Case(boolean overTls, Effect effect, Trigger trigger) {

        @Override
        public String toString() {
            return effect + " " + trigger + (overTls ? " over TLS" : "");
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (boolean overTls : new boolean[] {false, true}) {
            for (Effect effect : effects()) {
                for (Trigger trigger : Trigger.values()) {
                    if (isPossible(effect, trigger) && (overTls || trigger != Trigger.IN_HANDSHAKE)) {
                        cases.add(new Case(overTls, effect, trigger));
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
        assertThat(effects).as("all effects").extracting(Effect::kind).containsExactlyInAnyOrder(Kind.values());
        return effects;
    }

    private static boolean isPossible(Effect effect, Trigger trigger) {
        try {
            return effect.at(trigger).effect() == effect;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theClientReportsTheDeliveryOfTheWrite(Case each) {
        try (WwepTestServer server = each.overTls ? WwepTestServer.startTls() : WwepTestServer.start();
                WwepClient client = server.client()
                        .mode(ConnectionMode.ONE_SHOT)
                        .handshakeTimeout(isBeforeHandshake(each) && hasKind(each, Kind.STALL) ? SHORT : LONG)
                        .replyTimeout(hasKind(each, Kind.STALL, Kind.TRUNCATED_REPLY, Kind.REFUSAL) ? SHORT : LONG)
                        .build()) {
            server.fault(each.effect.at(each.trigger).untilCleared());
            String outcome = outcome(client);
            boolean isDone = server.find(0x0FAC, 0x0B).isPresent();
            assertThat(outcome).isIn(expected(each));
            if (outcome.equals(WRITTEN) || outcome.contains("NOT_SENT")) {
                assertThat(isDone).as("the value is stored").isEqualTo(outcome.equals(WRITTEN));
            }
        }
    }

    private static boolean hasKind(Case each, Kind... kinds) {
        return List.of(kinds).contains(each.effect.kind());
    }

    private static boolean isBeforeHandshake(Case each) {
        return each.overTls && (each.trigger == Trigger.ON_ACCEPT || each.trigger == Trigger.IN_HANDSHAKE);
    }

    private static String outcome(WwepClient client) {
        try {
            client.write(0x0FAC, 0x0B, 0x1234);
            return WRITTEN;
        } catch (WwepException e) {
            return e.getClass().getSimpleName() + " " + e.delivery();
        }
    }

    private static List<String> expected(Case each) {
        if (each.effect.kind() == Kind.RESET && each.trigger == Trigger.ON_ACCEPT && !each.overTls) {
            // The reset may arrive before the client has connected, or after it has sent its request.
            return List.of("WwepConnectException NOT_SENT", "WwepConnectionLostException UNKNOWN");
        }
        return List.of(expectedOutcome(each));
    }

    private static String expectedOutcome(Case each) {
        if (each.trigger == Trigger.AFTER_REPLY) {
            return WRITTEN;
        }
        if (isBeforeHandshake(each) && each.effect.kind() != Kind.DELAY && each.effect.kind() != Kind.DRIBBLE) {
            return "WwepConnectException NOT_SENT";
        }
        return switch (each.effect.kind()) {
            case CLOSE, RESET -> "WwepConnectionLostException UNKNOWN";
            case STALL, TRUNCATED_REPLY -> "WwepTimeoutException UNKNOWN";
            case GARBAGE, WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> "WwepProtocolException UNKNOWN";
            case REFUSAL -> "WwepRefusedException ANSWERED";
            case DELAY, DRIBBLE, TWO_REPLIES ->
                WRITTEN; // only a client that keeps the connection would see the second reply
        };
    }
}
