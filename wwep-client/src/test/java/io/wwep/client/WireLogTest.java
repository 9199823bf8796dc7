package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.WwepTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireLogTest {

    @Test
    void connectionsAreLoggedAtDebugAndMessagesWithDirectionAndConnectionAtTrace() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            client.write(0x0FAC, 0x0B, 0x1235);
            String server = "127.0.0.1:" + peer.port();
            assertThat(log.lines().stream().map(WireLogTest::withoutLocalPort))
                    .containsExactly(
                            "DEBUG #1 " + server + " connected from 127.0.0.1:PORT",
                            "TRACE #1 " + server + " > W0FAC0B1234",
                            "TRACE #1 " + server + " < A0FAC0B1234",
                            "INFO " + server
                                    + " closes each connection after its reply: from now on, each exchange opens a new one;"
                                    + " from time to time, one is kept open to test the server again",
                            "DEBUG #1 " + server + " closed",
                            "DEBUG #2 " + server + " connected from 127.0.0.1:PORT",
                            "TRACE #2 " + server + " > W0FAC0B1235",
                            "TRACE #2 " + server + " < A0FAC0B1235",
                            "DEBUG #2 " + server + " closed");
        }
    }

    @Test
    void aRequestThatIsSentAgainIsLogged() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.send(ScriptedPeer.acceptance(talk.request()));
                            talk.send(ScriptedPeer.acceptance(talk.request()));
                            talk.request();
                        },
                        acceptingOne());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().build()) {
            client.read(0x0FAC, 0x0B);
            client.read(0x0FAC, 0x0B);
            client.read(0x0FAC, 0x0B);

            assertThat(log.lines())
                    .contains("DEBUG #1 127.0.0.1:" + peer.port() + " was lost; requests to be sent again: 1");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLS_AES_256_GCM_SHA384", "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"})
    void overTlsProtocolSuiteServerAndResumptionAreLoggedToo(String protocol, String suite) throws Exception {
        IssuedCertificate root = IssuedCertificate.authority("Log root");
        IssuedCertificate server =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        TlsLayer tls = new TlsLayer(server, parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setCipherSuites(new String[] {suite});
        });
        try (ScriptedPeer peer = ScriptedPeer.over(tls, acceptingOne(), acceptingOne());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client()
                        .tls(WwepTls.trustingPem(root.certificatePem()))
                        .mode(ConnectionMode.ONE_SHOT)
                        .build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            client.write(0x0FAC, 0x0B, 0x1234);

            String common = " 127.0.0.1:" + peer.port() + " connected from 127.0.0.1:PORT, " + protocol + " with "
                    + suite + ", server CN=server, ";
            assertThat(log.lines().stream()
                            .map(WireLogTest::withoutLocalPort)
                            .filter(line -> line.contains("connected")))
                    .containsExactly("DEBUG #1" + common + "new session", "DEBUG #2" + common + "session resumed");
        }
    }

    private static String withoutLocalPort(String line) {
        return line.replaceFirst("(?<=connected from 127\\.0\\.0\\.1:)\\d+", "PORT");
    }
}
