package io.wwep.client.internal;

import static io.wwep.client.internal.SampleCalls.replies;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A queue of calls, used by one thread. */
abstract class CallQueueFixture {

    static final int WINDOW = 3;

    final NotedEvents events = new NotedEvents();
    CallQueue queue = new CallQueue(EngineSettings.usual(), events);
    final Ended ended = new Ended();
    final long now = System.nanoTime();

    List<Call> added(Call... calls) {
        for (Call call : calls) {
            queue.add(call);
        }
        return List.of(calls);
    }

    /** Sends what may be sent, in one write of at most this many requests; returns it as text. */
    List<String> sent(int most, int window, boolean usedConnection) {
        Batches batches = new Batches(most);
        int count = queue.fill(batches, window, now, usedConnection, ended);
        return Arrays.stream(batches.requests(), 0, count)
                .map(WwepRequest::toString)
                .toList();
    }

    List<String> sent() {
        return sent(10, WINDOW, true);
    }

    void answer(int... registers) {
        queue.answer(replies(registers), registers.length, now, ended);
    }

    long resent() {
        return queue.statistics(0, ConnectionBehavior.UNKNOWN).resent();
    }

    List<Call> queued() {
        List<Call> all = new ArrayList<>();
        for (Call call = queue.first(); call != null; call = call.next) {
            all.add(call);
        }
        return all;
    }

    List<Call> ended() {
        return SampleCalls.of(ended);
    }
}
