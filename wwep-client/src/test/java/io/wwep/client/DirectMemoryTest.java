package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.JavaProgram;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Direct memory of a client that reconnects again and again, in a JVM without a collector that would give it back. */
class DirectMemoryTest {

    private static final int EXCHANGES_EACH = 3;

    @TempDir
    private Path folder;

    private static ScriptedPeer.Script fewThenClose() {
        return talk -> {
            for (int i = 0; i < EXCHANGES_EACH; i++) {
                String request = talk.requestOrEnd();
                if (request == null) {
                    return;
                }
                talk.send(acceptance(request));
            }
        };
    }

    private void assertReconnects(ScriptedPeer peer, String how, int connections) throws Exception {
        Process process = new ProcessBuilder(JavaProgram.command(
                        folder,
                        List.of(
                                "-XX:+DisableExplicitGC",
                                "-XX:MaxDirectMemorySize=4m",
                                "-XX:+UnlockExperimentalVMOptions",
                                "-XX:-UseSerialGC",
                                "-XX:+UseEpsilonGC",
                                "-Xmx1g"),
                        Reconnecting.class,
                        String.valueOf(peer.port()),
                        how,
                        String.valueOf(connections)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("done");
    }

    private static ScriptedPeer.Script[] scripts(int connections) {
        return Collections.nCopies(connections + 1, fewThenClose()).toArray(ScriptedPeer.Script[]::new);
    }

    @Test
    void hundredsOfConnectionsOfCallsNeedNoGarbageCollection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(scripts(600))) {
            assertReconnects(peer, "calls", 600);
        }
    }

    @Test
    void hundredsOfConnectionsOfFuturesNeedNoGarbageCollection() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(scripts(600))) {
            assertReconnects(peer, "futures", 600);
        }
    }

    @Test
    void hundredsOfConnectionsOverTlsNeedNoGarbageCollection() throws Exception {
        IssuedCertificate identity = IssuedCertificate.named("localhost").selfSigned();
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(identity), scripts(250))) {
            assertReconnects(peer, "tls", 250);
        }
    }

    /** Exchanges until its peer has seen this many connections. */
    static final class Reconnecting {

        private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

        private Reconnecting() {}

        public static void main(String[] args) throws Exception {
            WwepClientBuilder builder = WwepClient.create("127.0.0.1")
                    .port(Integer.parseInt(args[0]))
                    .mode(ConnectionMode.PERSISTENT)
                    .connectTimeout(Duration.ofSeconds(20))
                    .handshakeTimeout(Duration.ofSeconds(20))
                    .replyTimeout(Duration.ofSeconds(20))
                    .deadline(Duration.ofSeconds(60))
                    .reconnect(failures -> Duration.ZERO);
            if (args[1].equals("tls")) {
                builder.tls(WwepTls.unverified());
            }
            int exchanges = EXCHANGES_EACH * Integer.parseInt(args[2]);
            try (WwepClient client = builder.build()) {
                for (int i = 0; i < exchanges; i++) {
                    if (args[1].equals("futures")) {
                        var unused = client.exchangeAsync(READ).get(60, TimeUnit.SECONDS);
                    } else {
                        client.exchange(READ);
                    }
                }
            }
            System.out.println("done");
        }
    }
}
