package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Readings as a reactive stream. */
class PublisherTest {

    @Test
    void thePublisherFollowsTheRulesOfReactiveStreams() {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG rules = new TestNG(false);
        rules.setTestClasses(new Class<?>[] {PublisherRules.class});
        rules.addListener(results);
        rules.setVerbose(0);

        rules.run();

        assertThat(results.getFailedTests())
                .extracting(result -> result.getName() + ": " + result.getThrowable())
                .isEmpty();
        assertThat(results.getConfigurationFailures())
                .extracting(ITestResult::getThrowable)
                .isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThanOrEqualTo(19);
    }

    @Test
    void aSubscriberIsCompletedWhenItsDeviceIsRemoved() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice device =
                    gateway.device("device", gateway.endpoint("endpoint", server.client()), DeviceId.of(1));
            CompletableFuture<String> ended = new CompletableFuture<>();
            CompletableFuture<Reading<Integer>> first = new CompletableFuture<>();
            device.watch(Register.uint16(1))
                    .every(Duration.ofMillis(10))
                    .publisher()
                    .subscribe(new Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            subscription.request(Long.MAX_VALUE);
                        }

                        @Override
                        public void onNext(Reading<Integer> reading) {
                            first.complete(reading);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            ended.completeExceptionally(failure);
                        }

                        @Override
                        public void onComplete() {
                            ended.complete("complete");
                        }
                    });
            assertThat(first.get(20, TimeUnit.SECONDS).quality()).isEqualTo(Quality.UNSET);

            device.remove();

            assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("complete");
        }
    }
}
