package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepConnectException;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** Whom a client trusts, and by which name. */
class TrustExample extends LabExample {

    @Test
    void aPrivateAuthority() throws Exception {
        // tag::private-ca[]
        WwepTls tls = WwepTls.trusting(Path.of("root.pem"));
        try (WwepClient client = WwepClient.create("wwep.local").tls(tls).connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        // end::private-ca[]
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    void otherSources() throws Exception {
        String pem = Files.readString(Path.of("root.pem"));
        // tag::sources[]
        WwepTls files = WwepTls.trusting(Path.of("root.pem"), Path.of("certs/course-like.pem")); // several authorities
        WwepTls text = WwepTls.trustingPem(pem); // "-----BEGIN CERTIFICATE-----…"
        WwepTls resource = WwepTls.trustingResource(TrustExample.class, "root-ca.pem"); // in your jar
        WwepTls both = WwepTls.trusting(Path.of("root.pem")).alsoSystem(); // and the authorities of this system
        // end::sources[]
        for (WwepTls tls : new WwepTls[] {files, text, resource, both}) {
            try (WwepClient client = WwepClient.create("wwep.local").tls(tls).connect()) {
                client.write(0x0FAC, 0x0B, 0x1234);
            }
        }
    }

    @Test
    void aServerKnownByItsAddress() throws Exception {
        // tag::by-address[]
        WwepTls tls = WwepTls.trusting(Path.of("root.pem")).expectingName("wwep.local");
        try (WwepClient client = WwepClient.create("10.0.0.7").tls(tls).connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        // end::by-address[]
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    void withoutTheNameItIsRefused() {
        WwepTls tls = WwepTls.trusting(Path.of("root.pem"));
        assertThatThrownBy(
                        () -> WwepClient.create("10.0.0.7").tls(tls).connect().close())
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("is not for 10.0.0.7");
    }

    @Test
    void aCertificateOfItsOwn() throws Exception {
        // tag::identity[]
        WwepTls tls = WwepTls.trusting(Path.of("root.pem")).identity(Path.of("client.pem"), Path.of("client-key.pem"));
        try (WwepClient client = WwepClient.create("wwep.local").tls(tls).connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        // end::identity[]
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    void allTogether() {
        WwepTls tls =
                // tag::javadoc[]
                WwepTls.trusting(Path.of("root.pem")) // a private certificate authority
                        .expectingName("wwep.local") // dialled by its address
                        .identity(Path.of("client.pem"), Path.of("client-key.pem")); // if the server asks who we are
        // end::javadoc[]
        assertThat(tls.isUnverified()).isFalse();
    }

    @Test
    void renewedWhileRunning() throws Exception {
        Files.copy(Path.of("certs/course-like.pem"), Path.of("site-ca.pem"));
        Files.copy(Path.of("root.pem"), Path.of("site-ca.pem.new"));
        // tag::renewal[]
        WwepTls tls = WwepTls.trusting(Path.of("site-ca.pem"));
        try (WwepClient client =
                WwepClient.create("wwep.local").tls(tls).awaitReconnect(true).build()) {
            // end::renewal[]
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).hasMessageContaining("leads to CN=WWEP DEMO root CA");
            // tag::renewal[]
            // the site's authority is replaced: a new file is written, and takes the place of the old one at once
            Files.move(Path.of("site-ca.pem.new"), Path.of("site-ca.pem"), StandardCopyOption.ATOMIC_MOVE);
            client.write(0x0FAC, 0x0B, 0x1234); // the next connection trusts the new one
        }
        // end::renewal[]
    }

    @Test
    void identityOfAServer() {
        // tag::server-identity[]
        TlsIdentity identity = TlsIdentity.of(Path.of("server.pem"), Path.of("server-key.pem"));
        // end::server-identity[]
        assertThat(identity.context()).isNotNull();
    }
}
