package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ProcessOutput;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.Overflow;
import io.wwep.gateway.Quality;
import io.wwep.gateway.Reading;
import io.wwep.gateway.Watch;
import io.wwep.gateway.Watches;
import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How to poll devices: a gateway as a program, and its parts. */
class GatewayExample {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** What the program prints of boiler 2, a line for each thing that happens. */
    private static final List<String> SHOWN =
            """
            // tag::output[]
            boiler-2 temperature 21.5 GOOD at 2026-11-28T18:25:29.390197030Z
            boiler-2 temperature 80.1 GOOD at 2026-11-28T18:25:31.388490876Z
            boiler-2 pump true GOOD at 2026-11-28T18:25:31.408013319Z
            boiler-2 temperature 80.1 STALE at 2026-11-28T18:25:31.388490876Z: could not connect to wwep.local:40508 …
            boiler-2 temperature 80.1 GOOD at 2026-11-28T18:25:33.477539486Z
            // end::output[]
            """.lines().filter(line -> !line.startsWith("//")).toList();

    private final RegisterStore registers = RegisterStore.inMemory();
    private WwepServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = WwepServer.create()
                .bind(InetAddress.getByName("10.0.0.7"))
                .plain(27708)
                .tls(40508, TlsIdentity.of(Path.of("server.pem"), Path.of("server-key.pem")))
                .store(registers)
                .start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    @SuppressWarnings("try") // the process is only ended by its resource
    void theProgramPollsActsSurvivesARestartAndEndsOnSigterm() throws Exception {
        registers.write(DeviceId.of(0x0FA2), 0x10, 215);
        Process program = start(BoilerGateway.class);
        ProcessOutput output = new ProcessOutput(program.getInputStream());
        try (output;
                Closeable end = program.toHandle()::destroyForcibly) { // first, or the output would not end
            awaitTheFirstReadingOfEachRegister(output);
            awaitShown(output, 0, 0);

            // another client changes the temperature: first by no more than the deadband, then by more
            int before = output.text().length();
            change(0x0FA2, 0x10, 217);
            change(0x0FA2, 0x11, 42);
            awaitLine(output, before, "boiler-2 11 42 GOOD at .*");
            change(0x0FA2, 0x10, 801);
            awaitShown(output, before, 1);
            awaitShown(output, before, 2);
            assertThat(output.text().substring(before)).doesNotContain("temperature 21.7");
            assertThat(registers.read(DeviceId.of(0x0FA2), 0x05)).hasValue(1);
            assertThat(registers.read(DeviceId.of(0x0FA1), 0x05)).isEmpty();

            before = output.text().length();
            server.close();
            awaitShown(output, before, 3);
            awaitLine(output, before, "boiler-2 11 42 STALE at .*");
            assertThat(metrics()).containsPattern("wwep_gateway_watches_stale\\{client=\"plant\"} [1-9]");

            before = output.text().length();
            change(0x0FA3, 0x22, 7);
            startServer();
            awaitShown(output, before, 4);
            awaitLine(output, before, "boiler-3 22 7 GOOD at .*");
            assertThat(metrics())
                    .contains("wwep_gateway_watches{client=\"plant\"} 63")
                    .containsPattern("wwep_gateway_polls_missed_total\\{client=\"plant\"} \\d")
                    .containsPattern("wwep_gateway_watches_became_stale_total\\{client=\"plant\"} [1-9]")
                    .containsPattern(
                            "wwep_client_exchange_seconds_count\\{client=\"plant\",command=\"write\",outcome=\"accepted\"} [1-9]");

            program.toHandle().destroy(); // SIGTERM; destroy() of the process would also close its output
            assertThat(program.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(143); // 128 + 15: how Java ends on SIGTERM, its hooks done
        }
        assertThat(output.text()).doesNotContain("Exception"); // to its end
    }

    @Test
    void changesAreReported() throws Exception {
        // tag::watch[]
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            Register<Double> temperature = Register.int16(0x10).scaled(0.1).named("temperature");
            boiler.watch(temperature)
                    .every(Duration.ofSeconds(1))
                    .deadband(Deadband.absolute(0.2))
                    .start(reading -> System.out.println(reading));
            boiler.write(Register.flag(0x05), true);
        }
        // end::watch[]
        assertThat(registers.read(DeviceId.of(0x0FAC), 0x05)).hasValue(1);
    }

    @Test
    void theLatestReadingIsThereAtAnyTime() throws Exception {
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            Watch<Integer> level = boiler.watch(Register.uint16(0x0B))
                    .every(Duration.ofSeconds(1))
                    .start(reading -> System.out.println(reading));
            boiler.write(Register.uint16(0x0B), 5); // reported at once
            level.latest().ifPresent(reading -> System.out.println(reading.quality()));
        }
        assertThat(registers.read(DeviceId.of(0x0FAC), 0x0B)).hasValue(5);
    }

    @Test
    void aReadingSaysHowFarItCanBeTrusted() throws Exception {
        registers.write(DeviceId.of(0x0FAC), 0x10, 234);
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            Register<Double> temperature = Register.int16(0x10).scaled(0.1).named("temperature");
            // tag::quality[]
            boiler.watch(temperature).start(reading -> {
                switch (reading.quality()) {
                    case GOOD -> shown.add(reading.value() + " at " + reading.time());
                    case STALE -> shown.add("no news since " + reading.time() + ": " + reading.cause());
                    case UNSET -> shown.add("never written");
                    case INVALID -> shown.add("holds no number: " + reading.cause());
                }
            });
            // end::quality[]
            assertThat(next(shown)).startsWith("23.4 at ");
            server.close();
            assertThat(next(shown)).startsWith("no news since ").contains("10.0.0.7:27708");
        }
    }

    @Test
    void oneConsumerReceivesTheReadingsOfAProfile() throws Exception {
        registers.write(DeviceId.of(0x0FAC), 0x10, 234);
        registers.write(DeviceId.of(0x0FAC), 0x05, 1);
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            DeviceProfile profile = DeviceProfile.of(
                    ProfileEntry.of(Register.int16(0x10).scaled(0.1).named("temperature"))
                            .deadband(Deadband.absolute(0.2)),
                    ProfileEntry.of(Register.flag(0x05).named("lamp")));
            // tag::profile[]
            Watches watches = boiler.watchAll(
                    profile,
                    reading -> shown.add(
                            reading.device() + " " + reading.register().name() + ": " + reading.value()));
            // end::profile[]
            assertThat(List.of(next(shown), next(shown)))
                    .containsExactlyInAnyOrder("boiler-1 temperature: 23.4", "boiler-1 lamp: true");
            watches.close();
        }
    }

    @Test
    void subscribersRequestReadings() throws Exception {
        registers.write(DeviceId.of(0x0FAC), 0x10, 234);
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            Register<Double> temperature = Register.int16(0x10).scaled(0.1).named("temperature");
            Readings subscriber = new Readings();
            // tag::publisher[]
            Flow.Publisher<Reading<Double>> readings = boiler.watch(temperature)
                    .always() // unchanged ones too
                    .buffer(1000, Overflow.DROP_OLDEST) // for a subscriber that requests too few
                    .publisher();
            readings.subscribe(subscriber);
            // end::publisher[]
            assertThat(next(subscriber.received).value()).isEqualTo(23.4);
            assertThat(next(subscriber.received).quality()).isEqualTo(Quality.GOOD);
        }
    }

    @Test
    void endpointsTellHowTheyAreDoingAndCanBeRemoved() throws Exception {
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
            GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
            BlockingQueue<Reading<Integer>> received = new LinkedBlockingQueue<>();
            var unused = boiler.watch(Register.uint16(0x0B)).start(received::add);
            assertThat(next(received).quality()).isEqualTo(Quality.UNSET);
            // tag::health[]
            System.out.println(gateway.health().status()); // UP, DEGRADED or DOWN
            gateway.health().endpoints().forEach((name, text) -> System.out.println(name + " is " + text));
            System.out.println(plant.status().missed() + " polls missed, last error: "
                    + plant.status().lastError());
            boiler.remove(); // ends its watches
            plant.remove(); // ends those of all its devices, and closes its client
            // end::health[]
            assertThat(gateway.endpoints()).isEmpty();
        }
    }

    /** Requests two readings. */
    private static final class Readings implements Flow.Subscriber<Reading<Double>> {

        private final BlockingQueue<Reading<Double>> received = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(2);
        }

        @Override
        public void onNext(Reading<Double> reading) {
            received.add(reading);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }

    private static <E> E next(BlockingQueue<E> queue) throws InterruptedException {
        E next = queue.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static Process start(Class<?> program) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitTheFirstReadingOfEachRegister(ProcessOutput output) {
        for (int boiler = 1; boiler <= 3; boiler++) {
            String name = "boiler-" + boiler + " ";
            awaitLine(output, 0, name + "pump UNSET at .*");
            awaitLine(output, 0, name + "temperature (UNSET|21.5 GOOD) at .*");
            IntStream.rangeClosed(0x11, 0x22)
                    .forEach(each -> awaitLine(output, 0, name + "%02X UNSET at .*".formatted(each)));
        }
    }

    /** Awaits a line of the page, at any time. */
    private static void awaitShown(ProcessOutput output, int from, int index) {
        String line = Pattern.quote(SHOWN.get(index)).replaceAll("20\\d\\d-[^Z]*Z", "\\\\E20[^Z]*Z\\\\Q");
        awaitLine(output, from, line.replace("…", "\\E.*\\Q"));
    }

    private static void awaitLine(ProcessOutput output, int from, String expected) {
        Pattern line = Pattern.compile("(?m)^" + expected + "$");
        output.await(text -> line.matcher(text).find(from), expected);
    }

    private void change(int device, int register, int value) throws IOException {
        assertThat(registers.write(DeviceId.of(device), register, value)).isTrue();
    }

    private static String metrics() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 9464)) {
            socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
