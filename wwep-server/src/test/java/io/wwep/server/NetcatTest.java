package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the output of {@code printf '%s' M | nc -N 127.0.0.1 P}. */
class NetcatTest {

    private final String nc = ForeignTool.require("nc", "netcat-openbsd");
    private final CountDownLatch stored = new CountDownLatch(1);
    private @Nullable WwepServer running;

    @BeforeEach
    void start() throws IOException {
        running = WwepServer.create()
                .plain(0)
                .listener(exchange -> {
                    if (exchange.message().equals("WABCD051234")) {
                        stored.countDown();
                    }
                })
                .start();
    }

    @AfterEach
    void close() {
        server().close();
    }

    @Test
    void ncGetsTheRepliesOfTheProtocol() throws Exception {
        assertThat(nc("W0FAC0B1234")).isEqualTo("A0FAC0B1234");
        assertThat(nc("W01234")).isEqualTo("X");
        assertThat(nc("R0FAC0B")).isEqualTo("A0FAC0B1234");
        assertThat(nc("R0BAC0B")).isEqualTo("X");
        assertThat(nc("r0fac0b")).isEqualTo("X");
        assertThat(nc("R0fac0b")).isEqualTo("A0FAC0B1234");
        assertThat(nc("W0FAC0B1234R0FAC0BR0BAC0B")).isEqualTo("A0FAC0B1234A0FAC0B1234X");
        assertThat(nc("W0FAC0B1234\n")).isEqualTo("A0FAC0B1234");
    }

    @Test
    void aWriteIsStoredEvenIfItsClientClosesAtOnce() throws Exception {
        try (Peer peer = Peer.of(server())) {
            peer.send("WABCD051234");
        }
        assertThat(stored.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(nc("RABCD05")).isEqualTo("AABCD051234");
    }

    @Test
    void ncGetsAnAlertFromTheTlsPort(@TempDir Path folder) throws Exception {
        try (WwepServer secure =
                WwepServer.create().tls(0, TestTls.identity(folder)).start()) {
            assertThat(nc("W0FAC0B1234", secure.tlsPort()))
                    .as("an alert, fatal, unexpected_message")
                    .isEqualTo("\u0015\3\3\0\2\2\n");
        }
    }

    private String nc(String message) throws IOException, InterruptedException {
        return nc(message, server().port());
    }

    private String nc(String message, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(nc, "-N", "127.0.0.1", String.valueOf(port)).start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(message.getBytes(StandardCharsets.US_ASCII));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return printed;
    }

    private WwepServer server() {
        return Objects.requireNonNull(running);
    }
}
