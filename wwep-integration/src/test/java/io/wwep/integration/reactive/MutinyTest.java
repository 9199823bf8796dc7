package io.wwep.integration.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Watches as a Multi of Mutiny. */
@ExtendWith(WwepServerExtension.class)
class MutinyTest {

    @Test
    void changesArriveUntilTheSubscriptionIsCancelledWhichEndsTheWatch(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchMulti.values(boiler.watch())
                    .invoke(temperature -> boiler.heatAndPoll(temperature + 0.5))
                    .select()
                    .first(3)
                    .collect()
                    .asList()
                    .await()
                    .atMost(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 20.5, 21.0);
            boiler.awaitUnwatched();
        }
    }

    @Test
    void aSlowSubscriberGetsTheNewestReading(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchMulti.values(boiler.watch())
                    .select()
                    .first(2)
                    .invoke(temperature -> {
                        boiler.heatAndPoll(50);
                        boiler.heatAndPoll(80);
                    })
                    .collect()
                    .asList()
                    .await()
                    .atMost(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0, 80.0);
        }
    }

    @Test
    void theStreamCompletesWhenTheGatewayIsClosed(WwepTestServer server) throws Exception {
        try (Boiler boiler = new Boiler(server)) {
            List<Double> seen = WatchMulti.values(boiler.watch())
                    .invoke(temperature -> boiler.closeGateway())
                    .collect()
                    .asList()
                    .await()
                    .atMost(Boiler.LIMIT);

            assertThat(seen).containsExactly(20.0);
        }
    }
}
