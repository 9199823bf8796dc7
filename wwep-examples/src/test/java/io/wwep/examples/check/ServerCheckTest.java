package io.wwep.examples.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.examples.check.CheckReport.Outcome;
import io.wwep.examples.check.CheckRow.Result;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own server passes, in each profile and over TLS, and failures of TLS are in the row of their cause. */
class ServerCheckTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Check root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);

    /** Checks of our server. */
    private enum Ours {
        BOTH_PORTS(ServerProfile.STANDARD, true),
        TLS_ALONE(ServerProfile.STANDARD, false),
        COURSE_ON_BOTH_PORTS(ServerProfile.COURSE_6_7, true),
        COURSE_OVER_TLS_ALONE(ServerProfile.COURSE, false);

        private final ServerProfile profile;
        private final boolean bothPorts;

        Ours(ServerProfile profile, boolean bothPorts) {
            this.profile = profile;
            this.bothPorts = bothPorts;
        }
    }

    private static final Map<Ours, CheckReport> REPORTS = new EnumMap<>(Ours.class);
    private static final Set<String> WRITTEN = new ConcurrentSkipListSet<>();

    @TempDir
    private static Path folder;

    private static @Nullable TlsIdentity identity;

    /** Runs all at the same time, since they mostly wait. */
    @BeforeAll
    static void checkAll() throws Exception {
        identity = TlsIdentity.of(SERVER.chainFile(folder), SERVER.keyFile(folder));
        ExecutorService each = Executors.newCachedThreadPool();
        try {
            Map<Ours, Future<CheckReport>> running = new EnumMap<>(Ours.class);
            for (Ours ours : Ours.values()) {
                running.put(ours, each.submit(check(ours)));
            }
            for (Map.Entry<Ours, Future<CheckReport>> check : running.entrySet()) {
                REPORTS.put(check.getKey(), check.getValue().get());
            }
        } finally {
            each.shutdownNow();
        }
    }

    private static CheckReport report(Ours ours) {
        return Objects.requireNonNull(REPORTS.get(ours));
    }

    private static Callable<CheckReport> check(Ours ours) {
        return () -> {
            try (WwepServer server = server().profile(ours.profile)
                    .listener(ServerCheckTest::note)
                    .start()) {
                return ServerCheck.run(ours.bothPorts ? both(server, trust()) : overTls(server, trust()), row -> {});
            }
        };
    }

    private static void note(Exchange exchange) {
        if (exchange.request() instanceof WwepRequest.Write && exchange.reply() instanceof WwepReply.Accepted) {
            WRITTEN.add(exchange.reply().toString().substring(1, 7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourServerPasses(Ours ours) {
        CheckReport report = report(ours);

        assertThat(failures(report)).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(skipped(report)).isEqualTo(ours.bothPorts ? List.of() : List.of("same-registers"));
    }

    @Test
    void withBothPortsTlsComesAfterThePlainRows() {
        assertThat(report(Ours.BOTH_PORTS).rows())
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

    @Test
    void withTlsAloneItComesFirst() {
        assertThat(report(Ours.TLS_ALONE).rows())
                .extracting(CheckRow::name)
                .startsWith("handshake", "certificate", "name", "write-echo");
    }

    @ParameterizedTest
    @EnumSource
    void theProfileIsFoundOut(Ours ours) {
        CheckReport report = report(ours);
        boolean course = ours.profile != ServerProfile.STANDARD;

        assertThat(report.profile()).isEqualTo(course ? CheckProfile.COURSE : CheckProfile.STANDARD);
        assertThat(report.rows())
                .extracting(CheckRow::name)
                .containsAnyOf(course ? "ends-connection" : "joined")
                .doesNotContain(course ? "joined" : "ends-connection");
    }

    @ParameterizedTest
    @EnumSource(names = {"COURSE_ON_BOTH_PORTS", "COURSE_OVER_TLS_ALONE"})
    void textAfterAnXIsANote(Ours ours) {
        assertThat(report(ours).rows())
                .filteredOn(row -> row.name().equals("x-is-alone"))
                .singleElement()
                .satisfies(row -> assertThat(row.why()).startsWith("A note, not a failure"));
    }

    @Test
    void itWritesAtMostEightRegistersOfTwoDevices() {
        assertThat(WRITTEN)
                .containsExactly(
                        "FFFD03", "FFFE01", "FFFE02", "FFFE03", "FFFE04", "FFFE05", "FFFE06", "FFFE07", "FFFE08");
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
    void theSecondDeviceCannotBeTheFirst() {
        DeviceId other = CheckSettings.OTHER_DEVICE;
        assertThatThrownBy(() -> new CheckSettings("127.0.0.1", 1, null, null, CheckProfile.AUTO, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device FFFD is the second device");
    }

    private static WwepServerBuilder server() {
        return WwepServer.create().plain(0).tls(0, Objects.requireNonNull(identity));
    }

    private static WwepTls trust() {
        return WwepTls.trustingPem(ROOT.certificatePem()).expectingName("wwep.local");
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
