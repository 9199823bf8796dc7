package io.wwep.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.stress.Call.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made histories: the check must find every violation, and none in correct histories. */
class HistoryCheckTest {

    private static final int DEVICE = 1;
    private static final int REGISTER = 0x0B;
    private static final WwepRequest.Read READ = WwepRequest.read(DEVICE, REGISTER);
    private static final WwepRequest.Read UNIQUE_READ = WwepRequest.read(0x8000, REGISTER);

    private final Clock clock = new Clock();
    private final RegisterModel model = new RegisterModel(clock);
    private final List<Call> calls = new ArrayList<>();

    @Test
    void correctSequentialRepliesPass() {
        done(READ);
        done(write(1));
        done(READ);
        done(write(2));
        done(READ);

        assertThat(violations()).isEmpty();
    }

    @Test
    void aReadConcurrentWithAWriteMaySeeItOrNot() {
        done(write(1));
        long begin = clock.tick();
        done(write(2));
        answered(begin, READ, value(1));
        answered(begin, READ, value(2));

        assertThat(violations()).isEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeMayBeExecutedLaterOrNever() {
        failed(write(1), Delivery.UNKNOWN);
        failed(write(2), Delivery.UNKNOWN);
        done(READ);
        receiveAndExecute(write(1));
        done(READ);

        assertThat(violations()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatWasNeverExecutedIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), value(1));

        assertThat(violations()).singleElement().asString().startsWith("acknowledged, but never executed");
    }

    @Test
    void aWriteAcknowledgedBeforeItsExecutionIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), value(1));
        model.execute(write(1));

        assertThat(violations()).singleElement().asString().startsWith("acknowledged, but not executed since");
    }

    @Test
    void aLostWriteIsFound() {
        done(write(1));
        answered(clock.tick(), READ, WwepReply.refused());

        assertThat(violations()).singleElement().asString().contains("never had the value X");
    }

    @Test
    void aStaleReadIsFound() {
        done(write(1));
        done(write(2));
        answered(clock.tick(), READ, value(1));

        assertThat(violations()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void aReadFromTheFutureIsFound() {
        model.receive(READ);
        answered(clock.tick(), READ, value(1));
        done(write(1));

        assertThat(violations()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void aValueFromNowhereIsFound() {
        done(write(1));
        model.receive(READ);
        answered(clock.tick(), READ, value(7));

        assertThat(violations()).singleElement().asString().contains("never had the value A00010B0007");
    }

    @Test
    void theValueOfAWriteThatWasNotExecutedIsFound() {
        failed(write(1), Delivery.UNKNOWN);
        model.receive(READ);
        answered(clock.tick(), READ, value(1));

        assertThat(violations()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void theReplyOfAnotherRegisterIsFound() {
        model.receive(READ);
        answered(clock.tick(), READ, WwepReply.accepted(READ.device(), REGISTER + 1, 1));

        assertThat(violations()).singleElement().asString().startsWith("the reply to another request");
    }

    @Test
    void aReplyToARequestThatNeverArrivedIsFound() {
        answered(clock.tick(), UNIQUE_READ, WwepReply.refused());

        assertThat(violations()).singleElement().asString().startsWith("answered, but it never arrived");
    }

    @Test
    void aRefusalOfAWriteIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), WwepReply.refused());

        assertThat(violations()).singleElement().asString().startsWith("a refused write");
    }

    @Test
    void aWriteThatWasExecutedTwiceIsFound() {
        receiveAndExecute(write(1));
        receiveAndExecute(write(1));
        answeredOver(0, write(1), value(1));

        assertThat(violations())
                .hasSize(2)
                .anyMatch(violation -> violation.startsWith("executed twice"))
                .anyMatch(violation -> violation.startsWith("sent more than once"));
    }

    @Test
    void aRetriedWriteOfUnknownOutcomeIsFound() {
        failed(write(1), Delivery.UNKNOWN);
        model.receive(write(1));
        model.receive(write(1));

        assertThat(violations()).singleElement().asString().startsWith("sent more than once");
    }

    @Test
    void aWriteReportedAsNotSentThatArrivedIsFound() {
        failed(write(1), Delivery.NOT_SENT);
        model.receive(write(1));

        assertThat(violations()).singleElement().asString().startsWith("reported as not sent, but it arrived");
    }

    @Test
    void aReadReportedAsNotSentThatArrivedIsFound() {
        failed(UNIQUE_READ, Delivery.NOT_SENT);
        model.receive(UNIQUE_READ);

        assertThat(violations()).singleElement().asString().startsWith("reported as not sent, but it arrived");
    }

    @Test
    void aWriteThatNoCallerRequestedIsFound() {
        receiveAndExecute(write(1));

        assertThat(violations()).singleElement().asString().startsWith("executed, but not requested by any call");
    }

    @Test
    void aWriteExecutedBeforeItWasRequestedIsFound() {
        receiveAndExecute(write(1));
        failed(write(1), Delivery.UNKNOWN);

        assertThat(violations()).singleElement().asString().startsWith("executed before it was requested");
    }

    @Test
    void aBatchWhoseReadMissesItsOwnWriteIsFound() {
        long begin = clock.tick();
        model.receive(READ);
        receiveAndExecute(write(1));
        calls.add(new Call(
                "batch",
                begin,
                clock.tick(),
                Ending.ANSWERED,
                List.of(Exchange.answered(write(1), value(1)), Exchange.answered(READ, WwepReply.refused()))));

        assertThat(violations()).singleElement().asString().contains("never had the value X");
    }

    @Test
    void aHistoryThatWritesAValueTwiceCannotBeChecked() {
        done(write(1));
        failed(write(1), Delivery.UNKNOWN);

        assertThatThrownBy(this::violations).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> violations() {
        return HistoryCheck.violations(calls, model);
    }

    private static WwepRequest.Write write(int value) {
        return WwepRequest.write(DEVICE, REGISTER, value);
    }

    private static WwepReply value(int value) {
        return WwepReply.accepted(READ.device(), REGISTER, value);
    }

    private WwepReply receiveAndExecute(WwepRequest request) {
        model.receive(request);
        return model.execute(request);
    }

    private void done(WwepRequest request) {
        long begin = clock.tick();
        answeredOver(begin, request, receiveAndExecute(request));
    }

    /** Adds an exchange that arrived, with any reply. */
    private void answered(long begin, WwepRequest request, WwepReply reply) {
        if (request == READ && model.received(READ) == 0) {
            model.receive(request);
        }
        answeredOver(begin, request, reply);
    }

    private void answeredOver(long begin, WwepRequest request, WwepReply reply) {
        calls.add(new Call("caller", begin, clock.tick(), Ending.ANSWERED, List.of(Exchange.answered(request, reply))));
    }

    private void failed(WwepRequest request, Delivery delivery) {
        calls.add(new Call(
                "caller",
                clock.tick(),
                clock.tick(),
                Ending.valueOf(delivery.name()),
                List.of(Exchange.failed(request, delivery))));
    }
}
