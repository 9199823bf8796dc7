package io.wwep.examples.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.examples.mitm.AttackedConnection.ClientExchange;
import io.wwep.examples.mitm.AttackedConnection.Protection;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.tls.Certificates;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttackTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Attack root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("localhost", "127.0.0.1").issuedBy(ROOT);
    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final WwepRequest CHANGED = WwepRequest.write(0x0FAC, 0x0B, 0x0BAD);

    @TempDir
    private Path folder;

    private Attack attack;

    @BeforeEach
    void prepare() {
        attack = new Attack(
                TlsIdentity.of(SERVER.chainFile(folder), SERVER.keyFile(folder)),
                SERVER.certificate(),
                WwepTls.trustingPem(ROOT.certificatePem()));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "UNVERIFIED"})
    void withoutACheckTheClientSeesNothingOfTheChange(Protection protection) throws IOException {
        AttackedConnection seen = attack.on(protection);

        WwepReply own = WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234);
        WwepReply his = WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x0BAD);
        assertThat(seen.protection()).isEqualTo(protection);
        assertThat(seen.failure()).isNull();
        assertThat(seen.client()).containsExactly(new ClientExchange(WRITE, own), new ClientExchange(READ, own));
        assertThat(seen.man())
                .containsExactly(new Interception(WRITE, CHANGED, his, own), new Interception(READ, READ, his, own));
        assertThat(seen.server()).extracting(Exchange::request).containsExactly(CHANGED, READ);
        assertThat(seen.server()).extracting(Exchange::reply).containsExactly(his, his);
        assertThat(seen.rejected()).isFalse();
    }

    @Test
    void withTheAuthorityTheHandshakeFailsAndNobodyReadsARequest() throws IOException {
        AttackedConnection seen = attack.on(Protection.VERIFIED);

        assertThat(seen.failure())
                .isInstanceOfSatisfying(
                        WwepConnectException.class,
                        failure -> assertThat(failure.phase()).isEqualTo(Phase.HANDSHAKE))
                .hasMessageContaining("CN=server is self-signed and not among the trusted ones");
        assertThat(seen.client()).isEmpty();
        assertThat(seen.man()).isEmpty();
        assertThat(seen.server()).isEmpty();
        assertThat(seen.rejected()).isTrue();
    }

    @Test
    void hisCertificateHasTheServersNamesButNotItsSignature() {
        assertThat(Certificates.names(attack.certificate())).isEqualTo(Certificates.names(SERVER.certificate()));
        assertThat(Certificates.subject(attack.certificate())).isEqualTo("CN=server");
        assertThat(Certificates.isSelfSigned(attack.certificate())).isTrue();
    }
}
