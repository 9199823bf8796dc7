package io.wwep.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How calls end, and what stays of them in the queue. */
class CompletionsTest {

    private static final WwepRequest READ = WwepRequest.read(0, 1);
    private static final WwepReply REPLY = WwepReply.accepted(Objects.requireNonNull(READ.device()), 1, 2);

    private final CallQueue queue = new CallQueue();
    private final List<Call> woken = new ArrayList<>();
    private final Completions completions = new Completions(settings(), queue, new EndpointObserver() {}, woken::add);

    private static Settings settings() {
        Duration second = Duration.ofSeconds(1);
        return new Settings(
                "device.test",
                1,
                second,
                second,
                second,
                second,
                second,
                null,
                null,
                -1,
                null,
                null,
                null,
                false,
                8,
                null,
                null,
                false,
                Runnable::run,
                host -> new InetAddress[0]);
    }

    private static Call call(int requests) {
        WwepRequest[] all = new WwepRequest[requests];
        Arrays.fill(all, READ);
        return new Call(all, Duration.ofSeconds(1));
    }

    private Call inFlight(int requests, int sent) {
        Call call = call(requests);
        queue.add(call);
        queue.send(call, sent, true);
        return call;
    }

    @Test
    void aBatchWhoseTimeIsUpKeepsThePlacesOfTheRepliesThatAreToCome() {
        Call before = inFlight(1, 1);
        Call batch = inFlight(3, 2);
        Call after = call(1);
        queue.add(after);

        completions.expire(batch);
        queue.send(after, 1, true);

        assertThat(queue.inFlight()).isEqualTo(4);
        assertThat(Objects.requireNonNull(batch.failure()).delivery()).isEqualTo(Delivery.UNKNOWN);
        queue.answer(before, REPLY);
        assertThat(queue.first()).isSameAs(batch);
        queue.answer(batch, REPLY);
        queue.answer(batch, REPLY);
        assertThat(queue.first()).isSameAs(after);
        completions.wakeCallers();
        assertThat(woken).containsExactly(batch);
    }

    @Test
    void aCallWhoseTimeIsUpBeforeItWasSentLeavesTheQueue() {
        Call first = inFlight(1, 1);
        Call late = call(1);
        queue.add(late);

        completions.expire(late);

        assertThat(queue.unsent()).isNull();
        assertThat(queue.first()).isSameAs(first);
        assertThat(Objects.requireNonNull(late.failure()).delivery()).isEqualTo(Delivery.NOT_SENT);
    }
}
