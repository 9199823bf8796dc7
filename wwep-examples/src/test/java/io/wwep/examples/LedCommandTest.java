package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.examples.capture.Tshark;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.DeviceId;
import io.wwep.server.Exchange;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import io.wwep.testing.Transcript;
import io.wwep.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedCommandTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAHostItStartsAServerAndSaysSo() {
        InProcess run = wwep("led --press 3 --every 1ms --mac 00:A0:50:01:02:03");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("no --host was given: this program's own server")
                .contains("device  00F6 (from --mac)")
                .contains("MAC     00:A0:50:01:02:03, and 00 + A0 + 50 + 01 + 02 + 03 = 00F6 is the device's id")
                .contains("1  W00F6050001  A00F6050001  on")
                .contains("2  W00F6050000  A00F6050000  off")
                .contains("3  W00F6050001  A00F6050001  on")
                .contains("3 presses, 3 correct replies");
    }

    @Test
    void aNameIsShownWithItsAddressAndBothEndpointsOfTheConnection() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .listener(
                        transaction -> seen.add(HostPort.of(transaction.peer()).toString()))
                .start()) {
            InProcess run =
                    wwep("led --host localhost --port " + server.port() + " --press 1 --every 1ms --device 00F6");

            String peer = next(seen);
            assertThat(run.out())
                    .contains("server  localhost:" + server.port())
                    .contains(
                            "       localhost is 127.0.0.1; connected from " + peer + " to 127.0.0.1:" + server.port())
                    .contains("device  00F6 (from --device)")
                    .doesNotContain("MAC ");
        }
    }

    @Test
    void aConnectionOverTlsIsShownToo() {
        assertThat(wwep("led --tls --press 2 --every 1ms --device 1").lines())
                .filteredOn(line -> line.contains("connected from 127.0.0.1:"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'led --device 00F6',                > W00F6050001 < A00F6050001 left",
        "'led --device 00F6 --exercise 6.1', > W00F6050001 left",
        "'led --device 00F6 --tls',          > W00F6050001 < A00F6050001 left"
    })
    void whatTheBoardSaysCanBeCaptured(String command, String said) throws Exception {
        Path capture = folder.resolve("talk.pcap");
        InProcess run = wwep(command + " --press 1 --every 1ms --pcap " + capture);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).startsWith("wwep: " + capture + " will contain all messages in plain text");
        assertThat(Transcript.ofCapture(capture).toString().replaceAll(" +[\\d.]+ +1 |\n", " "))
                .containsSubsequence(said.split(" ", -1))
                .contains("opened plain");
    }

    @Test
    void theOptionThatACaptureNamesMakesTsharkReadIt() throws Exception {
        Path capture = folder.resolve("talk.pcap");
        InProcess run = wwep("led --device 00F6 --press 1 --every 1ms --pcap " + capture);

        String port = run.lines().get(0).replaceAll("server +127\\.0\\.0\\.1:(\\d+) .*", "$1");
        String option = "-d tcp.port==" + port + ",wwep";
        assertThat(run.err()).contains("port " + port + " is not usual for WWEP", option);
        assertThat(Tshark.dissect(capture, (option + " -Y wwep -T fields -e wwep.command -e wwep.reply").split(" ", -1))
                        .out()
                        .lines())
                .containsExactly("W\t", "\tA");
    }

    @Test
    void theFirstExerciseFlipsTheLedSendsAndReadsNothing() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .listener(transaction -> seen.add(transaction.message()))
                .start()) {
            InProcess run = wwep("led --exercise 6.1 --host 127.0.0.1 --port " + server.port()
                    + " --press 2 --every 1ms --device 00F6");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("1  W00F6050001  not read     on", "2  W00F6050000  not read     off")
                    .contains("2 presses, 2 sent");
            assertThat(run.lines())
                    .filteredOn(line -> line.contains("connected from"))
                    .hasSize(2);
            // Each uses its own connection, so the server may see the second first.
            assertThat(List.of(next(seen), next(seen))).containsExactlyInAnyOrder("W00F6050001", "W00F6050000");
        }
    }

    private static String next(BlockingQueue<String> seen) throws InterruptedException {
        return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS), "the server saw nothing");
    }

    /** As in the exercise: the LED does not depend on the write's outcome. */
    @Test
    void inTheFirstExerciseTheLedFlipsEvenIfNothingWasSent() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = wwep("led --exercise 6.1 --host 127.0.0.1 --port " + port + " --press 1 --device 00F6");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.out()).contains("1  W00F6050001  none         on  cannot connect to", "1 press, 0 sent");
    }

    @Test
    void withTlsItsOwnServerPresentsTheDemoCertificateAndIsTrusted() {
        InProcess run = wwep("led --tls --press 2 --every 1ms --device 1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(" with TLS (no --host was given")
                .contains("1  W0001050001  A0001050001  on")
                .contains("2 presses, 2 correct replies");
    }

    @Test
    void anUntrustedServerLightsNothingAndTheHintComesLast() throws IOException {
        IssuedCertificate own =
                IssuedCertificate.named("server").names("127.0.0.1").selfSigned();
        try (WwepServer server = WwepServer.create()
                .tls(0, TlsIdentity.of(own.chainFile(folder), own.keyFile(folder)))
                .start()) {
            String led = "led --host 127.0.0.1 --port " + server.tlsPort() + " --device 1 --press 2 --every 1ms --ca ";
            InProcess refused = wwep(led + DemoMaterial.authority());

            assertThat(refused.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(refused.out()).contains("2  W0001050001  none         off", "2 presses, 0 correct replies");
            assertThat(refused.err()).isEqualTo(String.format("wwep: give the certificate to trust with --ca FILE%n"));
            assertThat(wwep(led + own.chainFile(folder)).out()).contains("2 presses, 2 correct replies");
        }
    }

    @Test
    void pressesFasterThanTheServerAreNeitherLostNorDuplicated() throws IOException {
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .profile(ServerProfile.COURSE)
                .listener(seen::add)
                .start()) {
            InProcess run =
                    wwep("led --host 127.0.0.1 --port " + server.port() + " --device 0FAC --press 5 --every 1ms");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("5 presses, 5 correct replies");
        }
        assertThat(seen)
                .extracting(Exchange::message)
                .containsExactly("W0FAC050001", "W0FAC050000", "W0FAC050001", "W0FAC050000", "W0FAC050001");
    }

    @Test
    void afterAFailureTheLedShowsTheRealStateAndTheRunContinues() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).store(new RefusesTheSecond()).start()) {
            InProcess run = wwep("led --host 127.0.0.1 --port " + server.port() + " --device 1 --press 3 --every 1ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out())
                    .contains("1  W0001050001  A0001050001  on")
                    .contains("2  W0001050000  X            on  the server refused")
                    .contains("3  W0001050000  A0001050000  off")
                    .contains("3 presses, 2 correct replies");
        }
    }

    @Test
    void withoutAServerEveryPressFailsAndSoDoesTheExitCode() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = wwep("led --host 127.0.0.1 --port " + port + " --device 1 --press 2 --every 1ms");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.out())
                .contains("2  W0001050001  none         off  ")
                .contains("127.0.0.1:" + port)
                .contains("2 presses, 0 correct replies");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "led | --press 20 --every 200ms",
                "led --press 0 | --press 0 is out of range",
                "led --press 1 --every 0ms | '0ms' is out of range: give 1ms to 60m",
                "led --press 1 --every 5 | as in 50ms, 2s or 1m",
                "led --press 1 --port 1 | --port needs --host",
                "led --press 1 --fallback-address ::1 | --fallback-address needs --host",
                "led --press 1 --host a --fallback-address b | fallback address 'b' is not an IP address",
                "led --press 1 --device 10000 | device id 10000 (hex) is out of range: it must be 0000 to FFFF",
                "led --press 1 --mac 00:A0 | '00:A0' is not a MAC address",
                "led --press 1 --device 1 --mac 00:A0:50:01:02:03 | mutually exclusive",
                "led --press 1 --gpio gpiod | --press presses a simulated button",
                "led --exercise 6.4 | '6.4' is neither 6.1 nor 6.2",
                "led --exercise 6.1 --tls | --exercise 6.1 does not use TLS; leave out --tls",
                "led --gpio arduino | 'arduino' is neither mock nor gpiod",
                "led --button-pin 28 | --button-pin 28 is out of range: it must be 0 to 27",
                "led --button-pin 22 | GPIO 22 is used twice by --button-pin and --led-pin",
                "led --led-pin 1,2 | --led-pin: the number of pins must be 1 for this program, not 2"
            })
    void invalidOptionsAreBadUsageWithARemedy(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why).contains("./wwep led --help");
        assertThat(run.out()).isEmpty();
    }

    /** A store that refuses the second write. */
    private static final class RefusesTheSecond implements RegisterStore {

        private int writes;

        @Override
        public OptionalInt read(DeviceId device, int register) {
            return OptionalInt.empty();
        }

        @Override
        public synchronized boolean write(DeviceId device, int register, int value) {
            writes++;
            return writes != 2;
        }
    }
}
