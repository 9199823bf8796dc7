package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The reactive streams TCK, for the publisher of a watch. TestNG runs it, see {@link PublisherTest}. */
@SuppressWarnings("NullAway.Init") // TestNG calls start first
public final class PublisherRules extends FlowPublisherVerification<Reading<Integer>> {

    /** Long enough for a busy machine; it is only waited for in full where nothing must come. */
    private static final long PATIENCE_MILLIS = 1_000;

    private static final long SILENCE_MILLIS = 100;

    private WwepTestServer server;
    private Gateway gateway;

    public PublisherRules() {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), SILENCE_MILLIS);
    }

    @BeforeClass
    public void start() {
        server = WwepTestServer.start();
        server.put(1, 1, 1);
        gateway = Gateway.create().build();
        gateway.device("device", gateway.endpoint("endpoint", server.client()), DeviceId.of(1));
    }

    @AfterClass
    public void stop() {
        gateway.close();
        server.close();
    }

    @Override
    public Flow.Publisher<Reading<Integer>> createFlowPublisher(long elements) {
        return gateway.devices()
                .get(0)
                .watch(Register.uint16(1))
                .every(Duration.ofMillis(2))
                .always()
                .publisher();
    }

    /** A publisher that fails on subscription: its device is gone. */
    @Override
    public Flow.Publisher<Reading<Integer>> createFailedFlowPublisher() {
        GatewayDevice removed = gateway.device("removed", gateway.endpoints().get(0), DeviceId.of(2));
        removed.remove();
        return removed.watch(Register.uint16(1)).publisher();
    }

    /** Watches do not end by themselves. */
    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
