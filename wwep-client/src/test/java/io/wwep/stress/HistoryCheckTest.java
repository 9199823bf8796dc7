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

/** Histories made by hand, to see that the check finds what is wrong in them, and nothing in those that are right. */
class HistoryCheckTest {

    private static final int DEVICE = 1;
    private static final int REGISTER = 0x0B;
    private static final WwepRequest.Read READ = WwepRequest.read(DEVICE, REGISTER);
    private static final WwepRequest.Read UNIQUE_READ = WwepRequest.read(0x8000, REGISTER);

    private final Clock clock = new Clock();
    private final RegisterModel model = new RegisterModel(clock);
    private final List<Call> calls = new ArrayList<>();

    @Test
    void rightRepliesOneAfterAnotherAreRight() {
        done(READ);
        done(write(1));
        done(READ);
        done(write(2));
        done(READ);

        assertThat(wrongs()).isEmpty();
    }

    @Test
    void aReadThatRunsAlongWithAWriteMaySeeItOrNot() {
        done(write(1));
        long begin = clock.tick();
        done(write(2));
        answered(begin, READ, value(1));
        answered(begin, READ, value(2));

        assertThat(wrongs()).isEmpty();
    }

    @Test
    void anUnknownWriteMayBeDoneLaterOrNever() {
        failed(write(1), Delivery.UNKNOWN);
        failed(write(2), Delivery.UNKNOWN);
        done(READ);
        receiveAndDo(write(1));
        done(READ);

        assertThat(wrongs()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatWasNeverDoneIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), value(1));

        assertThat(wrongs()).singleElement().asString().startsWith("acknowledged, but never done");
    }

    @Test
    void aWriteThatIsAcknowledgedBeforeItIsDoneIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), value(1));
        model.execute(write(1));

        assertThat(wrongs()).singleElement().asString().startsWith("acknowledged, but not done from");
    }

    @Test
    void aLostWriteIsFound() {
        done(write(1));
        answered(clock.tick(), READ, WwepReply.refused());

        assertThat(wrongs()).singleElement().asString().contains("never had the value X");
    }

    @Test
    void aStaleReadIsFound() {
        done(write(1));
        done(write(2));
        answered(clock.tick(), READ, value(1));

        assertThat(wrongs()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void aReadFromTheFutureIsFound() {
        model.receive(READ);
        answered(clock.tick(), READ, value(1));
        done(write(1));

        assertThat(wrongs()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void aValueFromNowhereIsFound() {
        done(write(1));
        model.receive(READ);
        answered(clock.tick(), READ, value(7));

        assertThat(wrongs()).singleElement().asString().contains("never had the value A00010B0007");
    }

    @Test
    void theValueOfAWriteThatWasNotDoneIsFound() {
        failed(write(1), Delivery.UNKNOWN);
        model.receive(READ);
        answered(clock.tick(), READ, value(1));

        assertThat(wrongs()).singleElement().asString().contains("never had the value A00010B0001");
    }

    @Test
    void theReplyOfAnotherRegisterIsFound() {
        model.receive(READ);
        answered(clock.tick(), READ, WwepReply.accepted(READ.device(), REGISTER + 1, 1));

        assertThat(wrongs()).singleElement().asString().startsWith("the reply to another request");
    }

    @Test
    void aReplyToARequestThatNeverCameIsFound() {
        answered(clock.tick(), UNIQUE_READ, WwepReply.refused());

        assertThat(wrongs()).singleElement().asString().startsWith("answered, but it never came");
    }

    @Test
    void aRefusalOfAWriteIsFound() {
        model.receive(write(1));
        answered(clock.tick(), write(1), WwepReply.refused());

        assertThat(wrongs()).singleElement().asString().startsWith("a write that was refused");
    }

    @Test
    void aWriteThatWasDoneTwiceIsFound() {
        receiveAndDo(write(1));
        receiveAndDo(write(1));
        answeredOver(0, write(1), value(1));

        assertThat(wrongs())
                .hasSize(2)
                .anyMatch(wrong -> wrong.startsWith("done twice"))
                .anyMatch(wrong -> wrong.startsWith("sent more than once"));
    }

    @Test
    void aWriteThatWasSentAgainThoughItsFateIsUnknownIsFound() {
        failed(write(1), Delivery.UNKNOWN);
        model.receive(write(1));
        model.receive(write(1));

        assertThat(wrongs()).singleElement().asString().startsWith("sent more than once");
    }

    @Test
    void aWriteThatIsToldNotToBeSentButCameIsFound() {
        failed(write(1), Delivery.NOT_SENT);
        model.receive(write(1));

        assertThat(wrongs()).singleElement().asString().startsWith("told not to be sent, but it came");
    }

    @Test
    void aReadThatIsToldNotToBeSentButCameIsFound() {
        failed(UNIQUE_READ, Delivery.NOT_SENT);
        model.receive(UNIQUE_READ);

        assertThat(wrongs()).singleElement().asString().startsWith("told not to be sent, but it came");
    }

    @Test
    void aWriteThatNobodyAskedForIsFound() {
        receiveAndDo(write(1));

        assertThat(wrongs()).singleElement().asString().startsWith("done, but nobody asked for it");
    }

    @Test
    void aWriteThatWasDoneBeforeItWasAskedForIsFound() {
        receiveAndDo(write(1));
        failed(write(1), Delivery.UNKNOWN);

        assertThat(wrongs()).singleElement().asString().startsWith("done before it was asked for");
    }

    @Test
    void aBatchWhoseReadDoesNotSeeItsOwnWriteIsFound() {
        long begin = clock.tick();
        model.receive(READ);
        receiveAndDo(write(1));
        calls.add(new Call(
                "batch",
                begin,
                clock.tick(),
                Ending.ANSWERED,
                List.of(Exchange.answered(write(1), value(1)), Exchange.answered(READ, WwepReply.refused()))));

        assertThat(wrongs()).singleElement().asString().contains("never had the value X");
    }

    @Test
    void historiesInWhichOneValueIsWrittenTwiceCannotBeChecked() {
        done(write(1));
        failed(write(1), Delivery.UNKNOWN);

        assertThatThrownBy(this::wrongs).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> wrongs() {
        return HistoryCheck.wrongs(calls, model);
    }

    private static WwepRequest.Write write(int value) {
        return WwepRequest.write(DEVICE, REGISTER, value);
    }

    private static WwepReply value(int value) {
        return WwepReply.accepted(READ.device(), REGISTER, value);
    }

    private WwepReply receiveAndDo(WwepRequest request) {
        model.receive(request);
        return model.execute(request);
    }

    private void done(WwepRequest request) {
        long begin = clock.tick();
        answeredOver(begin, request, receiveAndDo(request));
    }

    /** A read that came, with any reply. */
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
