package io.wwep.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The TLS settings of a client: which servers to trust, which name to expect, and which identity to show.
 *
 * <pre>{@code
 * WwepTls.trusting(Path.of("root.pem"))                                 // a private certificate authority
 *         .expectingName("wwep.local")                                  // dialed by its address
 *         .identity(Path.of("client.pem"), Path.of("client-key.pem"));  // if the server asks who we are
 * }</pre>
 *
 * <p>Files are read at once, so that a problem with them is reported at once, by a {@link TlsMaterialException}. They are read
 * again for a new connection after they have changed. Immutable and thread-safe: each method returns a new object.
 */
public final class WwepTls {

    /** With each session, the JDK keeps data of all connections that resumed it, often for a day. */
    private static final int MOST_RESUMPTIONS = 256;

    final TlsConfig config;
    final Handshakes handshakes = new Handshakes();
    private final CachedSslContext cached = new CachedSslContext();
    private final AtomicInteger connections = new AtomicInteger();

    private WwepTls(TlsConfig config) {
        this.config = config;
    }

    /**
     * Trusts certificate authorities from files, each PEM with one or more certificates, or DER with one. A server's
     * self-signed certificate may stand for its authority.
     *
     * @param files at least one
     * @return TLS with that trust
     * @throws TlsMaterialException if a file has no usable certificate
     */
    public static WwepTls trusting(Path... files) {
        Objects.requireNonNull(files, "files");
        if (files.length == 0) {
            throw new TlsMaterialException("give at least one file with a trusted certificate", null);
        }
        TlsConfig config = new TlsConfig();
        for (Path file : files) {
            config.anchors.add(reloaded(file, () -> Certificates.read(Source.of(file))));
        }
        return new WwepTls(config);
    }

    /**
     * Trusts certificate authorities from PEM text.
     *
     * @param pem one or more certificates; text around them is ignored
     * @return TLS with that trust
     * @throws TlsMaterialException if the text has no usable certificate
     */
    public static WwepTls trustingPem(String pem) {
        Objects.requireNonNull(pem, "pem");
        List<X509Certificate> certificates = Certificates.read(Source.ofText(pem));
        return trustingAlways(certificates);
    }

    /**
     * Trusts certificate authorities from a class-path resource, PEM or DER.
     *
     * @param anchor the class that the resource's name is relative to: see {@link Class#getResourceAsStream}
     * @param name of the resource
     * @return TLS with that trust
     * @throws TlsMaterialException if there is no such resource, or no usable certificate in it
     */
    public static WwepTls trustingResource(Class<?> anchor, String name) {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(name, "name");
        return trustingAlways(Certificates.read(Source.of(anchor, name)));
    }

    /**
     * Trusts the certificates of a keystore, JKS or PKCS#12.
     *
     * @param keyStore the file
     * @param password of the keystore; is copied
     * @return TLS with that trust
     * @throws TlsMaterialException if it cannot be read, or has no trusted certificate
     */
    public static WwepTls trustingKeyStore(Path keyStore, char[] password) {
        Objects.requireNonNull(keyStore, "keyStore");
        Objects.requireNonNull(password, "password");
        char[] kept = password.clone();
        TlsConfig config = new TlsConfig();
        config.anchors.add(reloaded(keyStore, () -> Certificates.ofKeyStore(keyStore, kept)));
        return new WwepTls(config);
    }

    /**
     * Trusts the certificate authorities that this system, or this JVM, trusts.
     *
     * @return TLS with that trust
     */
    public static WwepTls trustingSystem() {
        return new WwepTls(new TlsConfig()).alsoSystem();
    }

    /**
     * Leaves trust, identity and revocation to this context; names are checked as {@link #of(Supplier)} says.
     *
     * @param context initialized; its sessions are renewed after 256 connections, as with all contexts
     * @return TLS with that trust
     */
    public static WwepTls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return of(() -> context);
    }

    /**
     * Leaves trust, identity and revocation to contexts that may change, such as those of a framework that reloads its
     * certificates. Host names are still checked, with one exception: JSSE leaves that to a trust manager that is an
     * {@link javax.net.ssl.X509ExtendedTrustManager}. Those of the JDK check names; a third-party one must do so itself.
     *
     * @param contexts called for an initialized context once for each new connection, by the thread that opens it, and by
     *     {@link #protocols} and {@link #ciphers}; must be thread-safe. No time limit applies to it. An exception that it
     *     throws fails the connect, and nothing is sent. Sessions resume as long as it returns the same context, and are
     *     renewed after 256 connections
     * @return TLS with that trust
     */
    public static WwepTls of(Supplier<SSLContext> contexts) {
        Objects.requireNonNull(contexts, "contexts");
        TlsConfig config = new TlsConfig();
        config.given = contexts;
        return new WwepTls(config);
    }

    /**
     * Trusts any server. Anyone on the network path can read and change what is sent, so use this only to examine a server whose
     * certificate you do not have. Logs a warning for each connection.
     *
     * @return TLS with that trust
     */
    public static WwepTls unverified() {
        TlsConfig config = new TlsConfig();
        config.unverified = true;
        return new WwepTls(config);
    }

    /**
     * Trusts the system's certificate authorities as well.
     *
     * @return a new object with this setting
     */
    public WwepTls alsoSystem() {
        config.requireOwnTrust("alsoSystem()");
        return with(changed -> changed.system = Contexts.systemAnchors());
    }

    /**
     * Checks the server's certificate against this name instead of the dialed host: for a server that is dialed by its address,
     * or whose certificate has another name.
     *
     * @param name a host name or an IP address
     * @return a new object with this setting
     */
    public WwepTls expectingName(String name) {
        Objects.requireNonNull(name, "name");
        config.requireOwnChecks("expectingName(…)");
        if (!ExpectedName.canBeChecked(name)) {
            throw new TlsMaterialException(
                    ExpectedName.whyNot(name) + "; give one in the server's certificate that it can check", null);
        }
        return with(changed -> changed.expectedName = name);
    }

    /**
     * Shows the server this certificate, if it asks for one.
     *
     * @param certificate PEM or DER; the client's own certificate first, then the intermediate ones
     * @param key PKCS#8, PEM or DER; or, with BouncyCastle's bcpkix present, PKCS#1 or SEC1 as PEM
     * @return a new object with this setting
     * @throws TlsMaterialException if one cannot be used, or they do not belong together
     */
    public WwepTls identity(Path certificate, Path key) {
        return identity(TlsIdentity.of(certificate, key));
    }

    /**
     * Shows the server this certificate, if it asks for one. The key is encrypted, which requires BouncyCastle's bcpkix.
     *
     * @param certificate PEM or DER; the client's own certificate first, then the intermediate ones
     * @param key PEM
     * @param password of the key; is copied
     * @return a new object with this setting
     * @throws TlsMaterialException if one cannot be used, they do not belong together, or the password is wrong
     */
    public WwepTls identity(Path certificate, Path key, char[] password) {
        return identity(TlsIdentity.of(certificate, key, password));
    }

    /**
     * Shows the server this certificate, if it asks for one.
     *
     * @param identity may be shared by clients and servers
     * @return a new object with this setting
     */
    public WwepTls identity(TlsIdentity identity) {
        Objects.requireNonNull(identity, "identity");
        if (config.given != null) {
            throw new TlsMaterialException("a given SSLContext brings its own identity: leave one of them out", null);
        }
        return with(changed -> changed.identity = identity);
    }

    /**
     * Sets up a server that asks clients for certificates. The server shows this identity, and {@link #context()} accepts the
     * certificates that chain to what is trusted here, and checks them for revocation if that is set.
     *
     * @param identity the server's own
     * @return a new object with this setting
     * @throws TlsMaterialException if a setting applies only to clients, or nothing is verified
     */
    public WwepTls serving(TlsIdentity identity) {
        Objects.requireNonNull(identity, "identity");
        if (config.expectedName != null
                || config.identity != null
                || config.protocols != null
                || config.ciphers != null
                || config.unverified) {
            throw new TlsMaterialException(
                    "a server checks only the chain and the revocation of clients' certificates: leave out"
                            + " expectingName(…), identity(…), protocols(…), ciphers(…) and unverified()",
                    null);
        }
        return identity(identity);
    }

    /**
     * Offers only these protocols, such as {@code "TLSv1.3"}. Default: the JDK's choice.
     *
     * @param protocols the JDK's names of at least one protocol
     * @return a new object with this setting
     */
    public WwepTls protocols(String... protocols) {
        Objects.requireNonNull(protocols, "protocols");
        // As long as an engine has no mode, all protocols are enabled that are not disabled in this JVM.
        TlsConfig.requireKnown("protocol", List.of(context().createSSLEngine().getEnabledProtocols()), protocols);
        return with(changed -> changed.protocols = protocols.clone());
    }

    /**
     * Offers only these cipher suites. Default: the JDK's choice. A suite that Java's security properties have disabled
     * ({@code jdk.tls.disabledAlgorithms}; {@code TLS_RSA_*} on JDK 24 and later) is refused here.
     *
     * @param ciphers the JDK's names of at least one cipher suite
     * @return a new object with this setting
     */
    public WwepTls ciphers(String... ciphers) {
        Objects.requireNonNull(ciphers, "ciphers");
        TlsConfig.requireKnown(
                "cipher suite", List.of(context().getSupportedSSLParameters().getCipherSuites()), ciphers);
        return with(changed -> changed.ciphers = ciphers.clone());
    }

    /**
     * Checks whether the server's certificate was revoked; default {@link Revocation#OFF}.
     *
     * @param revocation whether to ask, and what no answer means
     * @return a new object with this setting
     */
    public WwepTls revocation(Revocation revocation) {
        Objects.requireNonNull(revocation, "revocation");
        config.requireOwnTrust("revocation(…)");
        return with(changed -> changed.revocation = revocation);
    }

    /** {@return whether nothing is verified} */
    public boolean isUnverified() {
        return config.unverified;
    }

    /**
     * {@return the context for the next connection: the same one, so that sessions resume, until a file changes} It does not check
     * names itself: {@link #over} does, or a server.
     */
    public SSLContext context() {
        if (config.given != null) {
            SSLContext context = config.given.get();
            if (context == null) {
                throw new TlsMaterialException("the supplier given to of(…) returned no SSLContext", null);
            }
            return context;
        }
        Set<X509Certificate> anchors = config.currentAnchors();
        Identity identity = config.identity == null ? null : config.identity.current();
        return cached.of(
                List.of(anchors, Optional.ofNullable(identity)),
                () -> Contexts.context(trust(anchors), identity, handshakes));
    }

    TrustManager trust(Set<X509Certificate> anchors) {
        return config.unverified ? new TrustAll() : Contexts.trusting(anchors, config.revocation, handshakes);
    }

    /**
     * Returns TLS over a connection to a host, before the handshake. The handshake checks that the server has the name expected
     * of this host before anything is sent, and sends that name (SNI) unless it is an address.
     *
     * <p>Set the socket's read timeout first: it limits how long the handshake waits, including for revocation checks.
     *
     * @param connection connected, with nothing read from it yet
     * @param host as it was dialed, a name or an address
     * @return a socket whose close also closes the connection
     * @throws IOException if the connection is closed
     */
    public SSLSocket over(Socket connection, String host) throws IOException {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(host, "host");
        SSLContext current = contextOfNext(host);
        String name = config.nameOf(host);
        SSLSocket socket =
                (SSLSocket) current.getSocketFactory().createSocket(connection, name, connection.getPort(), true);
        socket.setSSLParameters(config.parameters(current, name));
        return socket;
    }

    /**
     * Returns an engine for a connection to a host whose bytes the caller transfers, before the handshake. Like {@link #over}, it
     * checks that the server has the name expected of this host before anything is sent.
     *
     * @param host as it was dialed, a name or an address
     * @param port the server's; sessions are resumed by host and port
     * @param handshakeLimit how long the handshake may take, including revocation checks
     * @param wanted false once the connection was closed, which ends a revocation check
     * @return a client's engine
     */
    public SSLEngine engine(String host, int port, Duration handshakeLimit, BooleanSupplier wanted) {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(handshakeLimit, "handshakeLimit");
        Objects.requireNonNull(wanted, "wanted");
        SSLContext current = contextOfNext(host);
        String name = config.nameOf(host);
        SSLEngine engine = current.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(config.parameters(current, name));
        if (config.revocation != Revocation.OFF) {
            handshakes.limit(engine, new Handshakes.Patience(handshakeLimit, wanted));
        }
        return engine;
    }

    /**
     * {@return what the server asked for in the handshake of this socket or engine: a client certificate, or nothing} With
     * {@link #of a given context} it is not known, and empty.
     *
     * @param connection a socket from {@link #over} or an engine from {@link #engine}, after its handshake succeeded or failed
     */
    public Optional<CertificateRequest> certificateRequest(Object connection) {
        return handshakes.request(Objects.requireNonNull(connection, "connection"));
    }

    private SSLContext contextOfNext(String host) {
        if (config.unverified) {
            TlsLog.LOG.warn("connecting to {} without verifying its certificate, because of unverified()", host);
        }
        SSLContext current = context();
        if (connections.incrementAndGet() % MOST_RESUMPTIONS == 0) {
            Contexts.forgetSessions(current);
        }
        return current;
    }

    private WwepTls with(Consumer<TlsConfig> change) {
        TlsConfig changed = new TlsConfig(config);
        change.accept(changed);
        return new WwepTls(changed);
    }

    private static <T> Reloaded<T> reloaded(Path file, Supplier<T> reader) {
        return new Reloaded<>(List.of(file), reader);
    }

    private static WwepTls trustingAlways(List<X509Certificate> certificates) {
        TlsConfig config = new TlsConfig();
        config.anchors.add(new Reloaded<>(List.of(), () -> certificates));
        return new WwepTls(config);
    }
}
