package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.check.VirtualThreads;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that wait for a connection, on a machine with a single carrier thread. */
class VirtualConnectTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    @TempDir
    private Path folder;

    @Test
    void virtualThreadsThatWaitForSilentServersReleaseTheCarrier() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ScriptedPeer peer = new ScriptedPeer(accepting())) {
            Process process = new ProcessBuilder(JavaProgram.command(
                            folder,
                            List.of(
                                    "-Djdk.virtualThreadScheduler.parallelism=1",
                                    "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                            Waiting.class,
                            String.valueOf(silent.port()),
                            String.valueOf(mute.getLocalPort()),
                            String.valueOf(peer.port())))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(peer.requests()).containsExactly("R0FAC0B");
        }
    }

    /** Connects to silent servers on several virtual threads, and meanwhile makes an exchange on another. */
    static final class Waiting {

        private Waiting() {}

        /**
         * Ends once the exchange is made.
         *
         * @param args the ports of a server that does not answer a connect, one that does not answer a handshake, and a good one
         */
        public static void main(String[] args) throws Exception {
            int silent = Integer.parseInt(args[0]);
            int mute = Integer.parseInt(args[1]);
            int good = Integer.parseInt(args[2]);
            begin(() -> patient("127.0.0.2", silent).build().exchange(READ));
            begin(() -> patient("127.0.0.2", silent).connect());
            begin(() ->
                    patient("127.0.0.1", mute).tls(WwepTls.unverified()).build().exchange(READ));
            begin(() -> patient("127.0.0.1", mute).tls(WwepTls.unverified()).connect());
            CountDownLatch done = new CountDownLatch(1);
            begin(() -> {
                try (WwepClient client = patient("127.0.0.1", good).build()) {
                    client.exchange(READ);
                }
                done.countDown();
                return null;
            });
            System.exit(done.await(50, TimeUnit.SECONDS) ? 0 : 1);
        }

        private static WwepClientBuilder patient(String address, int port) {
            return WwepClient.create(address)
                    .port(port)
                    .connectTimeout(Duration.ofHours(1))
                    .handshakeTimeout(Duration.ofHours(1))
                    .replyTimeout(Duration.ofHours(1))
                    .deadline(Duration.ofHours(1));
        }

        private static void begin(Callable<@Nullable Object> call) {
            VirtualThreads.orPlatform(
                            () -> {
                                try {
                                    call.call();
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                            },
                            "waiting")
                    .start();
        }
    }
}
