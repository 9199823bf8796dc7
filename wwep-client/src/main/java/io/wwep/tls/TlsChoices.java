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
}
