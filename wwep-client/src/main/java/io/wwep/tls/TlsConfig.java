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

/** The TLS settings: what to trust, which name to expect, which identity to use. Not changed once in use. */
final class TlsConfig {

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

    TlsConfig() {
        anchors = new ArrayList<>();
    }

    TlsConfig(TlsConfig from) {
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

    /** Returns the currently trusted certificates: files are read again when they change. */
    Set<X509Certificate> currentAnchors() {
        Set<X509Certificate> current = new LinkedHashSet<>(system);
        for (Reloaded<List<X509Certificate>> each : anchors) {
            current.addAll(each.current());
        }
        return current;
    }

    /**
     * Returns the name expected of a host. The JDK stores sessions under it, and accepts it in a certificate besides the
     * SNI's name.
     */
    String nameOf(String host) {
        return ExpectedName.of(expectedName == null ? host : expectedName);
    }

    /** Rejects names of protocols or cipher suites that this JVM does not offer. */
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

    /** Returns the parameters of a client that expects this name. */
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
