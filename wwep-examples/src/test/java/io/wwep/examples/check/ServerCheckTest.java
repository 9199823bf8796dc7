package io.wwep.examples.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.examples.check.CheckReport.Outcome;
import io.wwep.examples.check.CheckRow.Result;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own server passes, in each profile and over TLS, and failures of TLS are in the row of their cause. */
class ServerCheckTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Check root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);

    @TempDir
    private Path folder;

    @Test
    void theStandardServerPassesOnBothPorts() throws Exception {
        try (WwepServer server = server().start()) {
            List<CheckRow> seen = new ArrayList<>();
            CheckReport report = ServerCheck.run(both(server, trust()), seen::add);

            assertThat(failures(report)).isEmpty();
            assertThat(report.profile()).isEqualTo(CheckProfile.STANDARD);
            assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(report.skipped()).isZero();
            assertThat(report.rows())
                    .isEqualTo(seen)
                    .extracting(CheckRow::name)
                    .endsWith(
                            "second-exchange",
                            "joined",
                            "x-is-alone",
                            "handshake",
                            "certificate",
                            "name",
                            "same-registers");
        }
    }

    @Test
    void theStandardServerPassesOverTlsAlone() throws Exception {
        try (WwepServer server = server().start()) {
            CheckReport report = ServerCheck.run(overTls(server, trust()), row -> {});

            assertThat(failures(report)).isEmpty();
            assertThat(report.rows())
                    .extracting(CheckRow::name)
                    .startsWith("handshake", "certificate", "name", "write-echo");
            assertThat(skipped(report)).containsExactly("same-registers");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COURSE", "COURSE_6_7"})
    void aCourseServerPassesAsOne(ServerProfile profile) throws Exception {
        try (WwepServer server = server().profile(profile).start()) {
            CheckReport report = ServerCheck.run(
                    profile == ServerProfile.COURSE ? overTls(server, trust()) : both(server, trust()), row -> {});

            assertThat(failures(report)).isEmpty();
            assertThat(report.profile()).isEqualTo(CheckProfile.COURSE);
            assertThat(report.rows())
                    .extracting(CheckRow::name)
                    .contains("ends-connection")
                    .doesNotContain("joined");
            assertThat(report.rows())
                    .filteredOn(row -> row.name().equals("x-is-alone"))
                    .allSatisfy(row -> assertThat(row.why()).startsWith("A note, not a failure"));
        }
    }

    @Test
    void aCourseServerFailsAsAStandardOne() throws Exception {
        try (WwepServer server =
                WwepServer.create().plain(0).profile(ServerProfile.COURSE).start()) {
            CheckReport report = ServerCheck.run(
                    new CheckSettings(
                            "127.0.0.1", server.port(), null, null, CheckProfile.STANDARD, CheckSettings.DEVICE),
                    row -> {});

            assertThat(failures(report)).containsExactly("second-exchange", "joined");
        }
    }

    @Test
    void aCertificateThatIsNotTrustedFailsInItsRowWithTheClientsExplanation() throws Exception {
        try (WwepServer server = server().start()) {
            WwepTls other =
                    WwepTls.trusting(IssuedCertificate.authority("Other root").chainFile(folder));
            CheckReport report = ServerCheck.run(overTls(server, other.expectingName("wwep.local")), row -> {});

            assertThat(failures(report)).containsExactly("certificate");
            assertThat(report.rows().get(1).why()).contains("neither among the trusted");
            assertThat(report.outcome()).isEqualTo(Outcome.NO_TLS);
        }
    }

    @Test
    void aWrongNameFailsInItsRowWithTheClientsExplanation() throws Exception {
        try (WwepServer server = server().start()) {
            CheckReport report = ServerCheck.run(overTls(server, WwepTls.trusting(ROOT.chainFile(folder))), row -> {});

            assertThat(failures(report)).containsExactly("name");
            assertThat(report.rows().get(2).why()).contains("is not for 127.0.0.1", "wwep.local");
        }
    }

    @Test
    void aPlainPortFailsTheHandshake() throws Exception {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            CheckReport report = ServerCheck.run(
                    new CheckSettings(
                            "127.0.0.1", null, server.port(), trust(), CheckProfile.AUTO, CheckSettings.DEVICE),
                    row -> {});

            assertThat(failures(report)).containsExactly("handshake");
            assertThat(report.outcome()).isEqualTo(Outcome.NO_TLS);
        }
    }

    @Test
    void withoutAServerThereIsNoConnection() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        CheckReport report = ServerCheck.run(
                new CheckSettings("127.0.0.1", port, null, null, CheckProfile.AUTO, CheckSettings.DEVICE), row -> {});

        assertThat(report.outcome()).isEqualTo(Outcome.NO_CONNECTION);
        assertThat(failures(report)).containsExactly("write-echo");
        assertThat(report.rows().get(0).why()).startsWith("Cannot connect to port " + port);
    }

    @Test
    void itWritesAtMostEightRegistersOfTwoDevices() throws Exception {
        ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();
        try (WwepServer server = server().listener(exchange -> {
                    if (exchange.request() instanceof WwepRequest.Write
                            && exchange.reply() instanceof WwepReply.Accepted) {
                        written.add(exchange.reply().toString().substring(1, 7));
                    }
                })
                .start()) {
            ServerCheck.run(both(server, trust()), row -> {});
        }

        assertThat(new TreeSet<>(written))
                .containsExactly(
                        "FFFD03", "FFFE01", "FFFE02", "FFFE03", "FFFE04", "FFFE05", "FFFE06", "FFFE07", "FFFE08");
    }

    @Test
    void theSecondDeviceCannotBeTheFirst() {
        DeviceId other = CheckSettings.OTHER_DEVICE;
        assertThatThrownBy(() -> new CheckSettings("127.0.0.1", 1, null, null, CheckProfile.AUTO, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device FFFD is the second device");
    }

    private WwepServerBuilder server() throws IOException {
        return WwepServer.create().plain(0).tls(0, TlsIdentity.of(SERVER.chainFile(folder), SERVER.keyFile(folder)));
    }

    private WwepTls trust() throws IOException {
        return WwepTls.trusting(ROOT.chainFile(folder)).expectingName("wwep.local");
    }

    private static CheckSettings both(WwepServer server, WwepTls tls) {
        return new CheckSettings(
                "127.0.0.1", server.port(), server.tlsPort(), tls, CheckProfile.AUTO, CheckSettings.DEVICE);
    }

    private static CheckSettings overTls(WwepServer server, WwepTls tls) {
        return new CheckSettings("127.0.0.1", null, server.tlsPort(), tls, CheckProfile.AUTO, CheckSettings.DEVICE);
    }

    private static List<String> failures(CheckReport report) {
        return names(report, Result.FAIL);
    }

    private static List<String> skipped(CheckReport report) {
        return names(report, Result.SKIPPED);
    }

    private static List<String> names(CheckReport report, Result result) {
        return report.rows().stream()
                .filter(row -> row.result() == result)
                .map(CheckRow::name)
                .toList();
    }
}
