package io.wwep.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Callers of one client: the first one's request is with the peer, and the others queue behind it, in their order. */
final class Crowd {

    private final CountDownLatch firstIsThere = new CountDownLatch(1);
    private final CountDownLatch othersWait = new CountDownLatch(1);
    private final List<Caller> callers = new ArrayList<>();

    /** For the peer, which has heard the first one: waits until the others queue. */
    void gather(Talk talk) {
        firstIsThere.countDown();
        talk.until(othersWait);
    }

    /** Makes each call on a thread of its own, and returns when all have come. */
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

    /** Returns when the peer has heard the first one. */
    void awaitFirst() throws InterruptedException {
        if (!firstIsThere.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the peer never heard the first request");
        }
    }

    /** Lets the peer go on. */
    void allCame() {
        othersWait.countDown();
    }

    /** One of those who came, from 0. */
    Caller caller(int place) {
        return callers.get(place);
    }
}
