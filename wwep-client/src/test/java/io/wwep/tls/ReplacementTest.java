package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that change while they are in use. */
class ReplacementTest {

    private static final IssuedCertificate OLD = IssuedCertificate.authority("Old root");
    private static final IssuedCertificate NEW = IssuedCertificate.authority("New root");

    @TempDir
    private Path folder;

    private Path file;
    private WwepTls tls;

    @BeforeEach
    void trustTheOld() throws Exception {
        file = Files.writeString(folder.resolve("ca.pem"), OLD.certificatePem());
        tls = WwepTls.trusting(file);
    }

    private static TlsPeer startPeer(IssuedCertificate root) {
        return new TlsPeer(IssuedCertificate.named("server").names("wwep.local").issuedBy(root));
    }

    private void replace(String text) throws Exception {
        Path fresh = Files.writeString(folder.resolve("fresh"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theContextIsReusedWhileNothingChanges() {
        assertThat(tls.context()).isSameAs(tls.context());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionIsResumed(String protocol) throws Exception {
        WwepTls one = tls.protocols(protocol);
        try (TlsPeer peer = startPeer(OLD)) {
            SSLSession first = peer.talk(one, "wwep.local");
            SSLSession second = peer.talk(one, "wwep.local");
            // A resumed session has the creation time of the first.
            assertThat(second.getCreationTime()).isEqualTo(first.getCreationTime());
            assertThat(second.getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void newContentAppliesToTheNextConnection() throws Exception {
        try (TlsPeer before = startPeer(OLD);
                TlsPeer after = startPeer(NEW)) {
            before.talk(tls, "wwep.local");
            SSLContext first = tls.context();
            replace(NEW.certificatePem());
            after.talk(tls, "wwep.local");
            assertThat(tls.context()).isNotSameAs(first);
            assertThatThrownBy(() -> before.talk(tls, "wwep.local")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void rewritingTheSameContentKeepsTheSessions() throws Exception {
        SSLContext first = tls.context();
        replace("another comment\n" + OLD.certificatePem());
        assertThat(tls.context()).isSameAs(first);
    }

    @Test
    void brokenContentLeavesTheOldInUseAndIsReportedOnce() throws Exception {
        try (TlsPeer peer = startPeer(OLD);
                LogCapture log = new LogCapture("io.wwep.tls")) {
            replace("rubbish");
            peer.talk(tls, "wwep.local");
            peer.talk(tls, "wwep.local");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("ca.pem")
                    .contains("the old contents stay in use")
                    .contains("is not a certificate");
        }
    }

    @Test
    void aDeletedFileLeavesTheOldInUse() throws Exception {
        try (TlsPeer peer = startPeer(OLD);
                LogCapture log = new LogCapture("io.wwep.tls")) {
            Files.delete(file);
            peer.talk(tls, "wwep.local");
            assertThat(log.lines()).singleElement().asString().contains("there is no file");
            replace(NEW.certificatePem());
            assertThatThrownBy(() -> peer.talk(tls, "wwep.local")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void anIdentityIsReplacedOnceBothFilesAreNew() throws Exception {
        IssuedCertificate first = IssuedCertificate.named("first client").issuedBy(OLD);
        IssuedCertificate second = IssuedCertificate.named("second client").issuedBy(OLD);
        Path certificate = Files.writeString(folder.resolve("c.pem"), first.certificatePem());
        Path key = Files.writeString(folder.resolve("c.key"), first.keyPem());
        WwepTls known = tls.identity(certificate, key);
        try (TlsPeer peer = new TlsPeer(
                        IssuedCertificate.named("server").names("wwep.local").issuedBy(OLD),
                        OLD,
                        parameters -> parameters.setNeedClientAuth(true));
                LogCapture log = new LogCapture("io.wwep.tls")) {
            Files.writeString(certificate, second.certificatePem() + "\n");
            peer.talk(known, "wwep.local");
            Files.writeString(key, second.keyPem() + "\n");
            peer.talk(known, "wwep.local");
            assertThat(List.of(peer.seen().clientSubject(), peer.seen().clientSubject()))
                    .containsExactly("CN=first client", "CN=second client");
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("WARN").contains("is not that of the certificate second client");
            assertThat(log.lines().get(1)).startsWith("INFO").contains("took the new contents");
        }
    }
}
