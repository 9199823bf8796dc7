package io.wwep.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
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

    /** The trusted certificates as they are now: files are read again when they change. */
    Set<X509Certificate> currentAnchors() {
        Set<X509Certificate> current = new LinkedHashSet<>(system);
        for (Reloaded<List<X509Certificate>> each : anchors) {
            current.addAll(each.current());
        }
        return current;
    }

    /** The name by which to know a host. Sessions are kept by it; the JDK accepts a certificate with it too, not only the SNI's. */
    String nameOf(String host) {
        return ExpectedName.of(expectedName == null ? host : expectedName);
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

    /** Those of a client that expects this name. */
    SSLParameters parameters(SSLContext current, String name) {
        SSLParameters parameters = current.getDefaultSSLParameters();
        if (!unverified) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(ExpectedName.serverNames(name));
        if (protocols != null) {
            parameters.setProtocols(protocols);
        }
        if (ciphers != null) {
            parameters.setCipherSuites(ciphers);
        }
        return parameters;
    }

    void requireOwnTrust(String what) {
        requireOwnChecks(what);
        if (given != null) {
            throw new TlsMaterialException(
                    what + " does not go with of(SSLContext), which brings its own trust: leave one of them out", null);
        }
    }

    void requireOwnChecks(String what) {
        if (unverified) {
            throw new TlsMaterialException(
                    what + " does not go with unverified(), which checks nothing: leave one of them out", null);
        }
    }
}
