package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust and identity for a library that creates its own TLS context. */
class ManagerFactoriesTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Factories root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final WwepTls TLS = WwepTls.trustingPem(ROOT.certificatePem());

    @TempDir
    private Path folder;

    /** Creates a context as such a library does. */
    private static SSLContext context(WwepTls tls) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = ManagerFactories.of(tls)
                .identity()
                .map(KeyManagerFactory::getKeyManagers)
                .orElse(null);
        context.init(keys, ManagerFactories.of(tls).trust().getTrustManagers(), null);
        return context;
    }

    @Test
    void aServerOfTheTrustedAuthorityIsAccepted() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(WwepTls.of(context(TLS)), "wwep.local");
        }
    }

    @Test
    void aServerWithAnotherNameIsRejectedWithTheNamesItHas() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            WwepTls tls = WwepTls.of(context(TLS));
            assertThatThrownBy(() -> peer.talk(tls, "localhost"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("wwep.local");
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRejected() throws Exception {
        try (TlsPeer peer = new TlsPeer(IssuedCertificate.named("server")
                .names("wwep.local")
                .issuedBy(IssuedCertificate.authority("Another root")))) {
            WwepTls tls = WwepTls.of(context(TLS));
            assertThatThrownBy(() -> peer.talk(tls, "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("Another root");
        }
    }

    @Test
    void theIdentityIsShownToAServerThatAsks() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("boiler").issuedBy(ROOT);
        WwepTls tls = TLS.identity(client.chainFile(folder), client.keyFile(folder));
        try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(WwepTls.of(context(tls)), "wwep.local");
            assertThat(peer.seen().clientSubject()).contains("boiler");
        }
    }

    @Test
    void aSettingThatFactoriesCannotHoldIsRejected() {
        WwepTls tls = TLS.expectingName("wwep.local");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ManagerFactories.of(tls))
                .withMessageContaining("leave out of(SSLContext), expectingName(…)");
    }

    @Test
    void thereIsNoKeyFactoryWithoutAnIdentity() {
        assertThat(ManagerFactories.of(TLS).identity()).isEmpty();
    }
}
