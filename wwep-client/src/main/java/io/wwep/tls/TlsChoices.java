package io.wwep.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What was asked of TLS: whom to trust, by which name, who to be. Never changed once it is in use. */
final class TlsChoices {

    final List<Reloaded<List<X509Certificate>>> anchors;
    Set<X509Certificate> system = Set.of();

    @Nullable
    TlsIdentity identity;

    @Nullable
    String expectedName;

    String @Nullable [] protocols;
    String @Nullable [] ciphers;
    Revocation revocation = Revocation.OFF;

    @Nullable
    Supplier<SSLContext> given;

    boolean unverified;

    TlsChoices() {
        anchors = new ArrayList<>();
    }

    TlsChoices(TlsChoices from) {
        anchors = new ArrayList<>(from.anchors);
        system = from.system;
        identity = from.identity;
        expectedName = from.expectedName;
        protocols = from.protocols;
        ciphers = from.ciphers;
        revocation = from.revocation;
        given = from.given;
        unverified = from.unverified;
    }

    /** Refuses names of protocols or cipher suites that this JVM does not offer. */
    static void requireKnown(String what, List<String> known, String... given) {
        List<String> unknown = new ArrayList<>(List.of(given));
        unknown.removeAll(known);
        if (given.length == 0 || !unknown.isEmpty()) {
            String cause = given.length == 0 ? "there is no " + what : "this JVM has no " + what + " " + unknown;
            String switchedOff = unknown.stream().anyMatch(each -> each.startsWith("TLS_RSA_"))
                    ? HandshakeFailure.remedyForStaticRsa()
                            .map(remedy -> "; if the server has no other: " + remedy)
                            .orElse("")
                    : "";
            throw new TlsMaterialException(
                    cause + "; give at least one " + what + ", of " + String.join(", ", known) + switchedOff, null);
        }
    }
}
