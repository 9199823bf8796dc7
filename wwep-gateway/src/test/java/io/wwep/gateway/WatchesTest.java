package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One consumer for all registers of a profile. */
class WatchesTest {

    private static final int BOILER = 0x0FAC;
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Register<Double> TEMPERATURE =
            Register.int16(0x10).scaled(0.1).named("temperature");
    private static final Register<Boolean> LAMP = Register.flag(5).named("lamp");
    private static final DeviceProfile PROFILE = DeviceProfile.of(
            ProfileEntry.of(TEMPERATURE).every(TICK).deadband(Deadband.absolute(1)),
            ProfileEntry.of(LAMP).every(TICK));

    private WwepTestServer server;
    private Gateway gateway;
    private GatewayDevice boiler;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        gateway = Gateway.create().build();
        boiler = gateway.device("boiler-1", gateway.endpoint("plant", server.client()), DeviceId.of(BOILER));
    }

    @AfterEach
    void close() {
        gateway.close();
        server.close();
    }

    @Test
    void eachReadingNamesItsDeviceAndItsRegister() throws Exception {
        server.put(BOILER, 0x10, 215);
        server.put(BOILER, 5, 1);
        BlockingQueue<Reading<?>> readings = new LinkedBlockingQueue<>();

        boiler.watchAll(PROFILE, readings::add);

        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Reading<?> reading = readings.poll(20, TimeUnit.SECONDS);
            texts.add(reading.device() + " " + reading.register().name() + " " + reading.value());
        }
        assertThat(texts).containsExactlyInAnyOrder("boiler-1 temperature 21.5", "boiler-1 lamp true");
    }

    @Test
    void everyEntryHasItsDeadbandAndItsInterval() throws Exception {
        server.put(BOILER, 0x10, 215);
        Readings<Object> lamps = new Readings<>();
        Readings<Object> temperatures = new Readings<>();
        DeviceProfile slowLamp = DeviceProfile.of(
                PROFILE.entry("temperature"), ProfileEntry.of(LAMP).every(Duration.ofHours(1)));

        Watches watches = boiler.watchAll(slowLamp, reading -> {
            if (reading.register() == LAMP) {
                lamps.accept(general(reading));
            } else {
                temperatures.accept(general(reading));
            }
        });
        temperatures.awaitGood(21.5);
        assertThat(lamps.next().quality()).isEqualTo(Quality.UNSET);
        server.put(BOILER, 5, 1);
        server.put(BOILER, 0x10, 220);
        while (!Double.valueOf(22.0)
                .equals(watches.watches().get(0).latest().orElseThrow().value())) {
            Thread.onSpinWait();
        }
        server.put(BOILER, 0x10, 240);
        temperatures.awaitGood(24.0);

        assertThat(temperatures.all()).extracting(Reading::value).containsExactly(21.5, 24.0);
        assertThat(lamps.all()).hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static Reading<Object> general(Reading<?> reading) {
        return (Reading<Object>) reading;
    }

    @Test
    void theConsumerReceivesOneReadingAtATime() throws Exception {
        List<ProfileEntry<?>> entries = new ArrayList<>();
        for (int register = 0; register < 50; register++) {
            entries.add(ProfileEntry.of(Register.uint16(register).named("r" + register))
                    .every(TICK));
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BlockingQueue<Reading<?>> readings = new LinkedBlockingQueue<>();

        boiler.watchAll(DeviceProfile.of(entries.toArray(ProfileEntry<?>[]::new)), reading -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
            readings.add(reading);
        });
        for (int i = 0; i < 50; i++) {
            assertThat(readings.poll(20, TimeUnit.SECONDS)).isNotNull();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void closeEndsAllWatches() throws Exception {
        BlockingQueue<Reading<?>> readings = new LinkedBlockingQueue<>();
        Watches watches = boiler.watchAll(PROFILE, readings::add);
        readings.poll(20, TimeUnit.SECONDS);

        watches.close();
        watches.close();
        readings.clear();

        Readings<Integer> other = new Readings<>();
        boiler.watch(Register.uint16(0x10)).every(TICK).start(other);
        other.next();
        server.put(BOILER, 0x10, 1);
        other.awaitGood(1);
        assertThat(readings).isEmpty();
        assertThat(boiler.endpoint().status().watches()).isEqualTo(1);
    }

    @Test
    void theDeviceMustBePresent() {
        boiler.remove();

        assertThatThrownBy(() -> boiler.watchAll(PROFILE, reading -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTaskThatWasRejectedIsDroppedAndTheNextOneRuns() {
        List<Runnable> submitted = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        SerialExecutor executor = new SerialExecutor(task -> {
            if (calls.incrementAndGet() == 1) {
                throw new RejectedExecutionException("full");
            }
            submitted.add(task);
        });
        List<String> ran = new ArrayList<>();

        assertThatThrownBy(() -> executor.execute(() -> ran.add("rejected")))
                .isInstanceOf(RejectedExecutionException.class);
        executor.execute(() -> ran.add("first"));
        executor.execute(() -> ran.add("second"));
        submitted.forEach(Runnable::run);

        assertThat(submitted).hasSize(1);
        assertThat(ran).containsExactly("first", "second");
    }
}
