package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.WwepReply;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PacketsCommandTest {

    @Test
    void aServerThatReadsTheStreamAnswersEveryPackingAlike() {
        InProcess run = wwep("packets --pause 5ms");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("sent      [W00F6050001]")
                .contains("sent      [W][0][0][F][6][0][5][0][0][0][1]")
                .contains("sent      [W00F6050001R00F605W00F6050000]")
                .contains("received  [A00F6050001A00F6050001A00F6050000]")
                .contains("reads the stream");
    }

    @Test
    void theCoursesServerTakesEachPacketForAMessage() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).profile(ServerProfile.COURSE).start()) {
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.port() + " --device 0FAC --pause 50ms");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains("received  [A0FAC050001]")
                    .contains("and was answered before the other")
                    .contains("[X illegal message length (Length: 13)], then the server closed the connection")
                    .contains("takes what comes together");
        }
    }

    @Test
    void aServerThatIsNotThereIsNoConnection() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = wwep("packets --host 127.0.0.1 --port " + port);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).contains("cannot connect to 127.0.0.1:" + port, "check");
    }

    @Test
    void aServerThatStaysSilentIsNoAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            InProcess run =
                    wwep("packets --host 127.0.0.1 --port " + silent.getLocalPort() + " --timeout 50ms --pause 1ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_ANSWER);
            assertThat(run.out())
                    .contains("received  nothing")
                    .contains("3 of 3 were not answered within 50 ms.", "--timeout");
        }
    }

    @Test
    void aServerThatSpeaksTlsShowsNothingOfPackets() throws IOException {
        try (WwepServer server =
                WwepServer.create().tls(0, DemoMaterial.server()).start()) {
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.tlsPort() + " --pause 1ms");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_ANSWER);
            assertThat(run.out())
                    .contains("is no WWEP: see that --port is the plain port")
                    .doesNotContain("packet of its own");
        }
    }

    @Test
    void aServerThatRefusesTheWholeWriteShowsNothingOfPackets() throws IOException {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> Answer.of(WwepReply.refused()));
            InProcess run = wwep("packets --host 127.0.0.1 --port " + server.port() + " --pause 1ms");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("tells nothing of packets");
        }
    }
}
