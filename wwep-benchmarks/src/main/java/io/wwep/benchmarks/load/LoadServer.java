package io.wwep.benchmarks.load;

import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs the server as a process. Prints {@code ports PLAIN TLS} when it listens, and {@code heap} with the bytes in use
 * after garbage collection for each line of its standard input; ends with its standard input.
 */
public final class LoadServer {

    private LoadServer() {}

    /**
     * Accepts the folder of the demo certificates, the maximum number of connections, and the idle timeout in seconds.
     */
    public static void main(String[] args) throws IOException {
        Path certificates = Path.of(args[0]);
        TlsIdentity identity = TlsIdentity.of(
                certificates.resolve("wwep-demo-server.pem"), certificates.resolve("wwep-demo-server-key.pem"));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .tls(0, identity)
                .maxConnections(Integer.parseInt(args[1]))
                .idleTimeout(Duration.ofSeconds(Long.parseLong(args[2])))
                .start()) {
            System.out.println("ports " + server.port() + " " + server.tlsPort());
            while (input.readLine() != null) {
                System.out.println("heap " + Heap.used());
            }
        }
    }
}
