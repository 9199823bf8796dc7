package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.OddCertificate.Made;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of a server are verified, and which are sent to it. */
class NamesTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Names root");
    private static final IssuedCertificate SERVER = IssuedCertificate.named("ignored beside the others")
            .names("*.example.org", "wwep.local", "localhost")
            .names("127.0.0.1", "::1")
            .issuedBy(ROOT);
    private static final WwepTls TLS = WwepTls.trustingPem(ROOT.certificatePem());

    @ParameterizedTest
    @ValueSource(strings = {"wwep.local", "WWEP.local", "localhost", "a.example.org"})
    void aNameInTheCertificateIsAcceptedAndSentToTheServer(String name) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(TLS, name);
            assertThat(peer.seen().names()).containsExactly(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0:0:0:0:0:0:0:1"})
    void anAddressInTheCertificateIsAcceptedButNeverSent(String address) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(TLS, address);
            assertThat(peer.seen().names()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::2", "other.local", "example.org", "under_score", "a.b.example.org"})
    void aDifferentNameIsRejectedWithTheCertificatesNames(String name) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            assertThatThrownBy(() -> peer.talk(TLS, name))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("is not for " + name)
                    .hasMessageContaining("*.example.org, wwep.local, localhost, 127.0.0.1")
                    .hasMessageContaining("expectingName(\"wwep.local\")");
            assertThat(peer.seen().problem()).isNotNull();
        }
    }

    @Test
    void aTrailingDotOfANameIsIgnored() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(TLS, "wwep.local.");
            assertThat(peer.seen().names()).containsExactly("wwep.local");
            peer.talk(TLS.expectingName("wwep.local."), "10.0.0.7");
            assertThat(peer.seen().names()).containsExactly("wwep.local");
        }
    }

    @Test
    void theExpectedNameReplacesTheDialedAddress() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            peer.talk(TLS.expectingName("wwep.local"), "10.0.0.7");
            assertThat(peer.seen().names()).containsExactly("wwep.local");
        }
    }

    @Test
    void theDialedAddressIsNotCheckedWithAnExpectedName() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            assertThatThrownBy(() -> peer.talk(TLS.expectingName("else.local"), "127.0.0.1"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("is not for else.local");
        }
    }

    @Test
    void theDialedNameIsNotCheckedWithAnExpectedName() throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER)) {
            assertThatThrownBy(() -> peer.talk(TLS.expectingName("else.local"), "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("is not for else.local");
        }
    }

    @Test
    void theCommonNameCountsWithoutOtherNames() throws Exception {
        try (TlsPeer peer = new TlsPeer(IssuedCertificate.named("wwep.local").issuedBy(ROOT))) {
            peer.talk(TLS, "wwep.local");
            assertThatThrownBy(() -> peer.talk(TLS, "127.0.0.1"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("only name is the common name wwep.local")
                    .hasMessageContaining("expectingName(\"wwep.local\")");
        }
    }

    @Test
    void anUnverifiableNameIsNotSuggested() throws Exception {
        try (TlsPeer peer =
                new TlsPeer(IssuedCertificate.named("My first server").issuedBy(ROOT))) {
            assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining(
                            "only name is the common name My first server; have one issued for wwep.local");
        }
    }

    @Test
    void anAddressAsTheCommonNameDoesNotCountAndIsNotSuggested() throws Exception {
        try (TlsPeer peer = new TlsPeer(IssuedCertificate.named("127.0.0.1").issuedBy(ROOT))) {
            assertThatThrownBy(() -> peer.talk(TLS, "127.0.0.1"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("a common name does not count for an address")
                    .hasMessageContaining("ask for a certificate with an IP entry")
                    .hasMessageNotContaining("expectingName");
        }
    }

    private static void refusal(IssuedCertificate server, String name, String... words) throws Exception {
        try (TlsPeer peer = new TlsPeer(server)) {
            assertThatThrownBy(() -> peer.talk(TLS, name))
                    .isInstanceOf(SSLHandshakeException.class)
                    .message()
                    .contains("is not for " + name.replaceAll("\\.$", ""))
                    .contains(words)
                    .doesNotContain("expectingName(\"" + name)
                    .doesNotContain("expectingName(\"" + name + ".");
        }
    }

    private static IssuedCertificate withHosts(String... hosts) {
        return OddCertificate.of("CN=odd")
                .names(Arrays.stream(hosts).map(OddCertificate::dns).toArray(GeneralName[]::new))
                .by(ROOT)
                .issued();
    }

    @Test
    void anAddressInAHostNameEntryDoesNotCount() throws Exception {
        refusal(
                withHosts("127.0.0.1", "wwep.local"),
                "127.0.0.1",
                "a host-name entry does not count for an address",
                "ask for a certificate with an IP entry",
                "subjectAltName=IP:127.0.0.1");
        refusal(withHosts("127.0.0.1"), "wwep.local", "have one issued for wwep.local");
    }

    @Test
    void aNameEntryWithATrailingDotDoesNotCount() throws Exception {
        for (String dialed : new String[] {"localhost", "localhost."}) {
            refusal(
                    withHosts("localhost."),
                    dialed,
                    "an entry with a dot at its end never counts",
                    "subjectAltName=DNS:localhost)");
        }
    }

    @Test
    void aNameWithAnUnderscoreCannotBeVerified() throws Exception {
        refusal(
                withHosts("my_server"),
                "my_server",
                "Java cannot check a name with an underscore",
                "have one issued for a name that it can check");
        refusal(withHosts("my_server", "wwep.local"), "my_server", "underscore", "expectingName(\"wwep.local\")");
    }

    @Test
    void theCommonNameDoesNotCountWithHostNames() throws Exception {
        refusal(withHosts("wwep.local"), "odd", "the common name does not count beside host names");
    }

    @Test
    void theCommonNameCountsWithOnlyAddresses() throws Exception {
        IssuedCertificate server = OddCertificate.of("CN=wwep.local")
                .names(OddCertificate.ip("10.0.0.7"))
                .by(ROOT)
                .issued();
        try (TlsPeer peer = new TlsPeer(server)) {
            peer.talk(TLS, "wwep.local");
        }
        refusal(server, "other.local", "10.0.0.7, and the common name wwep.local", "expectingName(\"wwep.local\")");
    }

    @Test
    void everySuggestedNameIsAccepted() throws Exception {
        IssuedCertificate server = OddCertificate.of("CN=odd")
                .names(
                        OddCertificate.dns("my_server"),
                        OddCertificate.dns("10.0.0.1"),
                        OddCertificate.dns("box."),
                        OddCertificate.dns("*.example.org"),
                        OddCertificate.dns("wwep.local"),
                        OddCertificate.dns("xn--bro-hoa.local"),
                        OddCertificate.ip("10.0.0.7"),
                        OddCertificate.ip("fe80::1"))
                .by(ROOT)
                .issued();
        List<String> names = Certificates.verifiableNames(server.certificate());
        assertThat(names).containsExactly("wwep.local", "xn--bro-hoa.local", "10.0.0.7", "fe80::1");
        try (TlsPeer peer = new TlsPeer(server)) {
            for (String name : names) {
                peer.talk(TLS.expectingName(name), "127.0.0.1");
            }
        }
    }

    @Test
    void theTextOfAnUntrustedCertificateCannotForgeALogLine() throws Exception {
        try (TlsPeer peer =
                new TlsPeer(IssuedCertificate.named("a\n2026 INFO all is well").issuedBy(ROOT))) {
            assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void manyNamesAreTruncated() throws Exception {
        String[] many = new String[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "n" + i + ".example.org";
        }
        try (TlsPeer peer =
                new TlsPeer(IssuedCertificate.named("many").names(many).issuedBy(ROOT))) {
            assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("n9.example.org and 990 more")
                    .message()
                    .hasSizeLessThan(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "under_score", "a b", "*.example.org", "a..b"})
    void anUnverifiableExpectedNameIsRejectedAtOnce(String name) {
        assertThatThrownBy(() -> TLS.expectingName(name))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("Java can")
                .hasMessageContaining("in the server's certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*local", "a*", "*.", "*.example.org.", "*.exa_mple.org"})
    void anImpossibleWildcardMatchesNoName(String pattern) throws Exception {
        Made server = OddCertificate.of("CN=server")
                .names(OddCertificate.dns(pattern))
                .by(ROOT);
        assertThat(Certificates.wildcardNames(server.certificate())).isEmpty();
        try (TlsPeer peer = new TlsPeer(server.issued())) {
            for (String name : new String[] {"local", "alocal", "a", "a.example.org", "server"}) {
                assertThatThrownBy(() -> peer.talk(TLS, name))
                        .hasMessageContaining("is not for " + name + ": the names in it are " + pattern)
                        .hasMessageContaining("openssl: -addext subjectAltName=DNS:" + name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"*.example.org, a.example.org", "a*.example.org, ab.example.org", "*.local, wwep.local"})
    void aWildcardThatJavaAcceptsMatches(String pattern, String name) throws Exception {
        Made entry = OddCertificate.of("CN=server")
                .names(OddCertificate.dns(pattern))
                .by(ROOT);
        Made common = OddCertificate.of("CN=" + pattern).by(ROOT);
        for (Made server : List.of(entry, common)) {
            assertThat(Certificates.wildcardNames(server.certificate())).containsExactly(pattern);
            try (TlsPeer peer = new TlsPeer(server.issued())) {
                peer.talk(TLS, name);
            }
        }
    }

    @Test
    void aWildcardAloneIsExplained() throws Exception {
        Made server =
                OddCertificate.of("CN=server").names(OddCertificate.dns("*")).by(ROOT);
        try (TlsPeer peer = new TlsPeer(server.issued())) {
            assertThatThrownBy(() -> peer.talk(TLS, "wwep.local"))
                    .hasMessageContaining("* counts in Java only before a dot, as in *.example.org")
                    .hasMessageContaining("subjectAltName=DNS:wwep.local");
        }
    }

    @Test
    void tenNamesAreAllShown() {
        String[] ten = "a b c d e f g h i j".split(" ", -1);
        assertThat(ServerNames.of(withHosts(ten).certificate()).mismatch("wwep.local"))
                .contains("the names in it are a, b, c, d, e, f, g, h, i, j; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a*", "*b", "a.*", "a.b*"})
    void aWildcardThatNoDotFollowsIsExplained(String host) {
        assertThat(ServerNames.of(withHosts(host).certificate()).mismatch("wwep.local"))
                .contains("* counts in Java only before a dot");
    }
}
