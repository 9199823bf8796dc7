package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wwep.check.JavaProgram;
import io.wwep.check.VirtualThreads;
import io.wwep.client.internal.HostResolver;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that wait for a connection. */
class VirtualConnectTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    /** A name with two addresses. */
    private static final HostResolver TWO =
            host -> new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")};

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private final WwepResources resources = WwepResources.create((work, name) -> {
        Thread thread = new Thread(work, name);
        threads.add(thread);
        return thread;
    });

    @TempDir
    private Path folder;

    private static WwepClientBuilder patient(String host, int port) {
        return WwepClient.create(host)
                .port(port)
                .resolver(TWO)
                .connectTimeout(Duration.ofHours(1))
                .handshakeTimeout(Duration.ofHours(1))
                .replyTimeout(Duration.ofHours(1))
                .deadline(Duration.ofHours(1));
    }

    private void assertNothingIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void virtualThreadsThatWaitForSilentServersReleaseTheOnlyCarrier() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                SilentListener other = new SilentListener("127.0.0.3", silent.port());
                ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ScriptedPeer peer = new ScriptedPeer(accepting(), accepting(), accepting())) {
            Process process = new ProcessBuilder(JavaProgram.command(
                            folder,
                            List.of(
                                    "-Djdk.virtualThreadScheduler.parallelism=1",
                                    "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                            Waiting.class,
                            String.valueOf(other.port()),
                            String.valueOf(mute.getLocalPort()),
                            String.valueOf(peer.port()),
                            folder.resolve("pinned.jfr").toString()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(peer.requests()).containsExactly("R0FAC0B", "R0FAC0B", "R0FAC0B");
        }
    }

    /** Connects to silent servers on several virtual threads, and meanwhile makes an exchange on another. */
    static final class Waiting {

        private Waiting() {}

        /**
         * Ends once the exchange is made.
         *
         * @param args the ports of a server that does not answer a connect, one that does not answer a handshake, and a good one,
         *     and the file for what is recorded
         */
        public static void main(String[] args) throws Exception {
            int silent = Integer.parseInt(args[0]);
            int mute = Integer.parseInt(args[1]);
            int good = Integer.parseInt(args[2]);
            try (Recording recording = new Recording()) {
                recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
                recording.start();
                // A class is initialized once in a process, and pins the threads that wait for it.
                begin(() -> exchange(patient("127.0.0.1", good).build())).join();
                begin(() -> exchange(patient("127.0.0.1", good).connect())).join();
                int before =
                        SharedClientTest.pinned(recording, Path.of(args[3])).size();

                begin(() -> patient("127.0.0.2", silent).build().exchange(READ));
                begin(() -> patient("127.0.0.2", silent).connect());
                begin(() -> patient("two.test", silent).build().exchange(READ));
                begin(() -> patient("two.test", silent).connect());
                begin(() -> patient("127.0.0.1", mute)
                        .tls(WwepTls.unverified())
                        .build()
                        .exchange(READ));
                begin(() -> patient("127.0.0.1", mute).tls(WwepTls.unverified()).connect());
                CountDownLatch done = new CountDownLatch(1);
                begin(() -> {
                    exchange(patient("127.0.0.1", good).build());
                    done.countDown();
                    return null;
                });
                boolean released = done.await(50, TimeUnit.SECONDS);

                List<String> pinned = SharedClientTest.pinned(recording, Path.of(args[3]));
                pinned.subList(before, pinned.size()).forEach(System.out::println);
                // Before Java 24, the JDK's monitors pin virtual threads too.
                boolean pins = pinned.size() > before && Runtime.version().feature() >= 24;
                System.exit(released && !pins ? 0 : 1);
            }
        }

        private static @Nullable Object exchange(WwepClient client) throws Exception {
            try (client) {
                return client.exchange(READ);
            }
        }

        private static Thread begin(Callable<@Nullable Object> call) {
            Thread thread = VirtualThreads.orPlatform(
                    () -> {
                        try {
                            call.call();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    "waiting");
            thread.start();
            return thread;
        }
    }

    @Test
    void aVirtualThreadNeverWaitsInASelector() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                SilentListener other = new SilentListener("127.0.0.3", silent.port())) {
            WwepClientBuilder builder = patient("two.test", other.port()).deadline(Duration.ofSeconds(1));
            Caller caller = Caller.virtual(builder::connect);
            assumeTrue(caller.isVirtual(), "before Java 21 there are no virtual threads");

            while (!caller.isDone()) {
                assertThat(caller.isIn("select")).isFalse();
            }

            assertThat(caller.failure()).isInstanceOf(WwepConnectException.class);
        }
    }

    @Test
    void aCloseEndsTheAttempt() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                SilentListener other = new SilentListener("127.0.0.3", silent.port())) {
            Caller caller = Caller.virtual(
                    () -> patient("two.test", other.port()).resources(resources).connect());
            caller.whenWaiting();

            resources.close();

            assertThat(caller.failure()).isInstanceOf(WwepConnectionLostException.class);
            assertNothingIsLeft();
        }
    }

    @Test
    void anInterruptEndsTheAttempt() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                SilentListener other = new SilentListener("127.0.0.3", silent.port())) {
            Caller caller = Caller.virtual(
                    () -> patient("two.test", other.port()).resources(resources).connect());
            caller.whenWaiting();

            caller.interrupt();

            assertThat(caller.failure())
                    .isInstanceOf(WwepInterruptedException.class)
                    .hasMessageMatching("interrupted while (connecting to|looking up) two\\.test.*");
            assertNothingIsLeft();
        }
    }

    @Test
    void aFailureIsThatOfThePlatformThread() throws Exception {
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        WwepClientBuilder builder = patient("127.0.0.1", port).resources(resources);

        Throwable failure = Caller.virtual(builder::connect).failure();

        assertThat(failure)
                .isInstanceOf(WwepConnectException.class)
                .hasMessageStartingWith("could not connect to 127.0.0.1:" + port + " (127.0.0.1: Connection refused; ");
        assertNothingIsLeft();
    }

    @Test
    void anErrorOfTheTlsContextSupplierIsThrownAndLeavesNothingOpen() throws Exception {
        Supplier<SSLContext> broken = () -> {
            throw new AssertionError("no context");
        };
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            WwepClientBuilder builder = patient("127.0.0.1", mute.getLocalPort())
                    .tls(WwepTls.of(broken))
                    .resources(resources);

            assertThat(Caller.virtual(builder::connect).failure()).hasMessage("no context");

            assertNothingIsLeft();
        }
    }

    @Test
    void theConnectionServesTheFirstExchange() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            WwepClientBuilder builder = peer.client().resources(resources);
            try (WwepClient client = (WwepClient)
                    Objects.requireNonNull(Caller.virtual(builder::connect).outcome())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
                assertThat(peer.connections()).isEqualTo(1);
            }
            assertNothingIsLeft();
        }
    }
}
