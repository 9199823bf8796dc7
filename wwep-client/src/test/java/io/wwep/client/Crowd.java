package io.wwep.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Callers of one client: the first one's request is at the peer, and the others queue behind it, in order. */
final class Crowd {

    private final CountDownLatch firstIsThere = new CountDownLatch(1);
    private final CountDownLatch othersWait = new CountDownLatch(1);
    private final List<Caller> callers = new ArrayList<>();

    /** Called by the peer after the first request: waits until the others are queued. */
    void gather(Talk talk) {
        firstIsThere.countDown();
        talk.until(othersWait);
    }

    /** Makes each call on a separate thread, and returns when all are queued. */
    void come(List<Callable<@Nullable Object>> calls) throws Exception {
        for (Callable<@Nullable Object> call : calls) {
            Caller caller = Caller.of(call);
            if (callers.isEmpty()) {
                awaitFirst();
            } else {
                caller.whenWaiting();
            }
            callers.add(caller);
        }
        allCame();
    }

    /** Returns when the peer has received the first request. */
    void awaitFirst() throws InterruptedException {
        if (!firstIsThere.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the peer never heard the first request");
        }
    }

    /** Lets the peer continue. */
    void allCame() {
        othersWait.countDown();
    }

    /** Returns one of the callers, from 0. */
    Caller caller(int place) {
        return callers.get(place);
    }
}
