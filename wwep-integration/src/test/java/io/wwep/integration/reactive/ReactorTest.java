package io.wwep.integration.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.testing.Fault;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Watches as a Flux of Reactor. */
@ExtendWith(WwepServerExtension.class)
class ReactorTest {

    @Test
    void changesArriveUntilTheSubscriptionIsCancelledWhichEndsTheWatch(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchFlux.values(boiler.watch())
                    .doOnNext(temperature -> boiler.heatAndPoll(temperature + 0.5))
                    .take(3)
                    .collectList()
                    .block(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 20.5, 21.0);
            boiler.awaitUnwatched();
        }
    }

    @Test
    void aSlowSubscriberGetsTheNewestReading(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchFlux.values(boiler.watch())
                    .take(2)
                    .doOnNext(temperature -> {
                        boiler.heatAndPoll(50);
                        boiler.heatAndPoll(80);
                    })
                    .collectList()
                    .block(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 80.0);
        }
    }

    @Test
    void aSlowSubscriberOnAnotherThreadGetsItTooIfItPrefetchesOne(WwepTestServer server) throws Exception {
        Scheduler another = Schedulers.newSingle("subscriber");
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchFlux.values(boiler.watch())
                    .publishOn(another, 1)
                    .take(2)
                    .doOnNext(temperature -> {
                        boiler.heatAndPoll(50);
                        boiler.heatAndPoll(80);
                    })
                    .collectList()
                    .block(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 80.0);
        } finally {
            another.dispose();
        }
    }

    @Test
    void aServerThatFailsDoesNotEndTheStream(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchFlux.values(boiler.watch())
                    .take(2)
                    .doOnNext(temperature -> {
                        server.fault(Fault.close().onAccept().untilCleared());
                        server.fault(Fault.close().inReply());
                        boiler.awaitStale();
                        server.clearFaults();
                        server.put(0x0FAC, 0x10, 800);
                    })
                    .collectList()
                    .block(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 80.0);
        }
    }

    @Test
    void theStreamCompletesWhenTheGatewayIsClosed(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchFlux.values(boiler.watch())
                    .doOnNext(temperature -> boiler.closeGateway())
                    .collectList()
                    .block(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0);
        }
    }
}
