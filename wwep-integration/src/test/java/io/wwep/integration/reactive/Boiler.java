package io.wwep.integration.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.Quality;
import io.wwep.gateway.Reading;
import io.wwep.gateway.WatchBuilder;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A boiler behind a gateway. It watches its temperature itself too, so that tests can wait for polls. */
public final class Boiler implements AutoCloseable {

    /** How long a test waits for a stream. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Register<Double> TEMPERATURE =
            Register.int16(0x10).scaled(0.1, 0).named("temperature");

    private final Gateway gateway = Gateway.create().build();
    private final GatewayEndpoint plant;
    private final GatewayDevice device;
    private final BlockingQueue<Reading<Double>> polls = new LinkedBlockingQueue<>();

    /** Creates one that is 20 degrees warm. */
    public Boiler(WwepTestServer server) throws WwepException {
        plant = gateway.endpoint("plant", server.client());
        device = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
        device.write(TEMPERATURE, 20.0);
        device.watch(TEMPERATURE).every(INTERVAL).always().start(polls::add);
    }

    /** Returns a watch of its temperature. */
    public WatchBuilder<Double> watch() {
        return device.watch(TEMPERATURE).every(INTERVAL);
    }

    /** Sets its temperature, and waits until all watches have polled it. */
    public void heatAndPoll(double temperature) {
        try {
            device.write(TEMPERATURE, temperature);
        } catch (WwepException e) {
            throw new AssertionError(e);
        }
        Predicate<Reading<Double>> isNew =
                reading -> Double.valueOf(temperature).equals(reading.value());
        await(isNew);
        await(isNew); // all other watches have got what this poll's predecessor read
    }

    /** Waits until its temperature cannot be read. */
    void awaitStale() {
        await(reading -> reading.quality() == Quality.STALE);
    }

    /** Waits until nobody but itself watches it. */
    public void awaitUnwatched() {
        await(reading -> plant.status().watches() == 1);
    }

    private void await(Predicate<Reading<Double>> fits) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Reading<Double> reading;
        do {
            try {
                reading = polls.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(reading).as("the awaited poll").isNotNull();
        } while (!fits.test(reading));
    }

    /** Closes its gateway before the test ends. */
    public void closeGateway() {
        gateway.close();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
