package io.wwep.benchmarks.server;

import io.wwep.benchmarks.client.Wire;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs a server as a process. Prints {@code ports} and its ports when it listens; ends with its standard input. */
public final class ServerProgram {

    /** The argument for a relay. */
    static final String RELAY = "RELAY";

    /** The argument for a silent server. */
    static final String SILENT = "SILENT";

    private ServerProgram() {}

    /**
     * Accepts {@code OURS} or the {@link Wire} to echo, and the folder of the demo certificates; or {@code RELAY}, the
     * port of the server behind it, and the delay of each direction in microseconds; or {@code SILENT}.
     */
    public static void main(String[] args) throws IOException {
        if (args[0].equals(RELAY)) {
            try (DelayRelay relay = new DelayRelay(
                    Integer.parseInt(args[1]), Duration.of(Integer.parseInt(args[2]), ChronoUnit.MICROS))) {
                serve(relay.port());
            }
            return;
        }
        if (args[0].equals(SILENT)) {
            try (SilentServer server = new SilentServer()) {
                serve(server.unansweredPort(), server.mutePort(), server.stalledPort());
            }
            return;
        }
        Path certificates = Path.of(args[1]);
        TlsIdentity identity = TlsIdentity.of(
                certificates.resolve("wwep-demo-server.pem"), certificates.resolve("wwep-demo-server-key.pem"));
        if (args[0].equals("OURS")) {
            // Connections are idle while other contenders run.
            try (WwepServer server = WwepServer.create()
                    .plain(0)
                    .tls(0, identity)
                    .maxConnections(10_000)
                    .idleTimeout(Duration.ofMinutes(10))
                    .start()) {
                serve(server.port(), server.tlsPort());
            }
        } else {
            try (EchoServer server = new EchoServer(Wire.valueOf(args[0]), identity.context())) {
                serve(server.port(), server.tlsPort());
            }
        }
    }

    private static void serve(int... ports) throws IOException {
        System.out.println(
                "ports " + IntStream.of(ports).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
