package io.wwep.benchmarks.gateway;

import com.sun.management.OperatingSystemMXBean;
import io.wwep.benchmarks.client.Target;
import io.wwep.benchmarks.load.Heap;
import io.wwep.benchmarks.load.ServerProcess;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.measure.PrintedFigure;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayBuilder;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.Reading;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs a gateway that polls registers once a second, in its own process. Prints a line for each {@link GatewayMeasure},
 * and for each change of a register {@code changed DEVICE REGISTER VALUE NANOS}: {@link System#nanoTime()} is the same
 * clock in all processes of a Linux machine.
 */
final class WatchingProgram {

    static final int REGISTERS_EACH = 10;
    private static final int REGISTERS_OF_A_DEVICE = 0x100;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Shared by all devices, as devices of one kind share a profile. */
    private static final List<Register<Integer>> TYPES =
            IntStream.range(0, REGISTERS_OF_A_DEVICE).mapToObj(Register::uint16).toList();

    /** Meanwhile, classes are loaded, code is compiled and connections are opened. */
    private static final int WARM_UP_SECONDS = 20;

    private final int seconds;
    private final PollTimes times;
    private final Gateway gateway;
    private final int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();

    private WatchingProgram(int seconds, Set<String> failing, GatewayBuilder builder) {
        this.seconds = seconds;
        this.times = new PollTimes(failing);
        this.gateway = builder.addObserver(times).build();
    }

    /**
     * Accepts {@code REGISTERS}, the seconds, the number of registers, the TLS port, and the CA file; or {@code ENDPOINTS},
     * the seconds, the number of endpoints, the port, how many of them fail, and the ports and the CA file of the
     * failing ones: SYN unanswered, mute, stalled in the TLS handshake, refused.
     */
    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        int port = Integer.parseInt(args[3]);
        if (args[0].equals("REGISTERS")) {
            // As in an application with its own executor, whose threads do not count as the gateway's.
            ThreadPoolExecutor consumers = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
            var unused = consumers.prestartCoreThread();
            new WatchingProgram(seconds, Set.of(), Gateway.create().executor(consumers))
                    .registers(count, port, Path.of(args[4]));
        } else {
            int failing = Integer.parseInt(args[4]);
            Set<String> names = new HashSet<>();
            for (int i = 0; i < failing; i++) {
                names.add("failing-" + i);
            }
            new WatchingProgram(seconds, names, Gateway.create()).endpoints(count, port, failing, args);
        }
        // Exits without closing the gateway.
        System.exit(0);
    }

    private void registers(int count, int port, Path ca) throws Exception {
        GatewayEndpoint endpoint = gateway.endpoint(
                "all", WwepClient.create("localhost").port(port).tls(WwepTls.trusting(ca)));
        for (int first = 0; first < count; first += REGISTERS_OF_A_DEVICE) {
            int device = first / REGISTERS_OF_A_DEVICE;
            watch(
                    gateway.device("device-" + device, endpoint, DeviceId.of(device)),
                    Math.min(REGISTERS_OF_A_DEVICE, count - first));
        }
        print(GatewayMeasure.THREADS, poll());
    }

    private void endpoints(int count, int port, int failing, String[] args) throws Exception {
        int first = Math.max(1, count / 10);
        addEndpoints(0, first, port); // loads classes and creates what all endpoints share
        TimeUnit.SECONDS.sleep(2);
        long heap = Heap.used();
        int descriptors = descriptors();
        addEndpoints(first, count - failing - first, port);
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        double more = count - failing - first;
        print(GatewayMeasure.HEAP, (Heap.used() - heap) / more);
        print(GatewayMeasure.DESCRIPTORS, (descriptors() - descriptors) / more);
        for (int i = 0; i < failing; i++) {
            addFailing(i, failing, args);
        }
        print(GatewayMeasure.THREADS, poll());
    }

    private void addEndpoints(int first, int count, int port) {
        for (int i = first; i < first + count; i++) {
            add("endpoint-" + i, i, WwepClient.create(Target.HOST).port(port).mode(ConnectionMode.PERSISTENT));
        }
    }

    /** Half of them are refused; the others are silent, a third in each of three ways. */
    private void addFailing(int i, int count, String[] args) {
        int kind = i < count / 2 ? 3 : i % 3;
        WwepClientBuilder client = WwepClient.create(Target.HOST).port(Integer.parseInt(args[5 + kind]));
        add("failing-" + i, 0x8000 + i, kind == 2 ? client.tls(WwepTls.trusting(Path.of(args[9]))) : client);
    }

    private void add(String name, int device, WwepClientBuilder client) {
        watch(gateway.device(name, gateway.endpoint(name, client), DeviceId.of(device)), REGISTERS_EACH);
    }

    private static void watch(GatewayDevice device, int registers) {
        for (int i = 0; i < registers; i++) {
            int number = i;
            var unused =
                    device.watch(TYPES.get(number)).every(INTERVAL).start(reading -> print(device, number, reading));
        }
    }

    private static void print(GatewayDevice device, int register, Reading<Integer> reading) {
        if (reading.isGood() && reading.previous() != null) {
            System.out.println("changed " + device.id().value() + " " + register + " " + reading.value() + " "
                    + System.nanoTime());
        }
    }

    /**
     * Measures for the given number of seconds, and prints the figures; returns the number of threads that the gateway
     * has added.
     */
    private int poll() throws Exception {
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        System.out.println("started");
        times.clear();
        long cpu = cpu();
        long started = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        print(GatewayMeasure.CPU, (cpu() - cpu) / (double) (System.nanoTime() - started));
        print(GatewayMeasure.MISSED, (double) times.missed());
        print(GatewayMeasure.STALE, (double) times.stale());
        print(GatewayMeasure.P99, Figures.percentile(times.lateness(), 0.99));
        print(GatewayMeasure.MAX, Figures.percentile(times.lateness(), 1));
        return ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore;
    }

    private static int descriptors() throws IOException {
        return ServerProcess.Figures.of(ProcessHandle.current().pid()).descriptors();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(GatewayMeasure measure, double figure) {
        System.out.println(new PrintedFigure(measure.name(), figure));
    }
}
