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

/**
 * How to speak TLS with a server: whom to trust, by which name, and who to be.
 *
 * <pre>{@code
 * WwepTls.trusting(Path.of("root.pem"))                                 // a private certificate authority
 *         .expectingName("wwep.local")                                  // dialled by its address
 *         .identity(Path.of("client.pem"), Path.of("client-key.pem"));  // if the server asks who we are
 * }</pre>
 *
 * <p>Files are read when they are named, so what is wrong with them shows at once, as a {@link TlsMaterialException}; and
 * read again for a new connection once they have changed. Immutable and thread-safe: each method gives a new object.
 */
public final class WwepTls {

    /** The JDK keeps with a session each one that resumed it, for as long as a server lets it be resumed: often a day. */
    private static final int MOST_RESUMPTIONS = 256;

    private final TlsChoices choices;
    private final Handshakes handshakes = new Handshakes();
    private final KeptContext kept = new KeptContext();
    private final AtomicInteger connections = new AtomicInteger();

    private WwepTls(TlsChoices choices) {
        this.choices = choices;
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
        TlsChoices choices = new TlsChoices();
        for (Path file : files) {
            choices.anchors.add(reloaded(file, () -> Certificates.read(Source.of(file))));
        }
        return new WwepTls(choices);
    }

    /**
     * Trusts certificate authorities from PEM text.
     *
     * @param pem one or more certificates; text around them is passed over
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
        TlsChoices choices = new TlsChoices();
        choices.anchors.add(reloaded(keyStore, () -> Certificates.ofKeyStore(keyStore, kept)));
        return new WwepTls(choices);
    }

    /**
     * Trusts the certificate authorities that this system, or this JVM, trusts.
     *
     * @return TLS with that trust
     */
    public static WwepTls trustingSystem() {
        return new WwepTls(new TlsChoices()).alsoSystem();
    }

    /**
     * Leaves trust, identity and revocation to this context; names are checked as {@link #of(Supplier)} says.
     *
     * @param context is initialised; its sessions are made anew after 256 connections, as those of our own are
     * @return TLS with that trust
     */
    public static WwepTls of(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return of(() -> context);
    }

    /**
     * Leaves trust, identity and revocation to contexts that may change, such as those of a framework that reloads its
     * certificates. Names are checked all the same, with one exception: JSSE leaves them to a trust manager that is an
     * {@link javax.net.ssl.X509ExtendedTrustManager}. The JDK's check them; one of another make has to do so itself.
     *
     * @param contexts asked for an initialised context once for each new connection, by the thread that opens it, and by
     *     {@link #protocols} and {@link #ciphers}. No time limit ends it. What it throws fails the connect, with nothing
     *     sent. Sessions resume for as long as it gives the same one, and are made anew after 256 connections
     * @return TLS with that trust
     */
    public static WwepTls of(Supplier<SSLContext> contexts) {
        Objects.requireNonNull(contexts, "contexts");
        TlsChoices choices = new TlsChoices();
        choices.given = contexts;
        return new WwepTls(choices);
    }

    /**
     * Trusts whoever answers. What is sent can be read and changed by anybody on the way: for a look at a server whose
     * certificate is not at hand, never for more. Logs a warning each time it connects.
     *
     * @return TLS with that trust
     */
    public static WwepTls unverified() {
        TlsChoices choices = new TlsChoices();
        choices.unverified = true;
        return new WwepTls(choices);
    }

    /**
     * Trusts the system's certificate authorities as well.
     *
     * @return a new object, which does so too
     */
    public WwepTls alsoSystem() {
        choices.requireOwnTrust("alsoSystem()");
        return with(changed -> changed.system = Contexts.systemAnchors());
    }

    /**
     * Checks the server's certificate against this name instead of the host that is dialled: for a server known by its
     * address, or one whose certificate has another name.
     *
     * @param name a host name or an IP address
     * @return a new object, which does so too
     */
    public WwepTls expectingName(String name) {
        Objects.requireNonNull(name, "name");
        choices.requireOwnChecks("expectingName(…)");
        if (!ExpectedName.canBeChecked(name)) {
            throw new TlsMaterialException(
                    ExpectedName.whyNot(name) + "; give one in the server's certificate that it can check", null);
        }
        return with(changed -> changed.expectedName = name);
    }

    /**
     * Shows the server this certificate, if it asks for one.
     *
     * @param certificate PEM or DER; the own certificate first, then those that lead to its issuer
     * @param key PKCS#8, PEM or DER; or, with BouncyCastle's bcpkix at hand, PKCS#1 or SEC1 as PEM
     * @return a new object, which does so too
     * @throws TlsMaterialException if one cannot be used, or they do not belong together
     */
    public WwepTls identity(Path certificate, Path key) {
        return identity(TlsIdentity.of(certificate, key));
    }

    /**
     * Shows the server this certificate, if it asks for one. The key is encrypted, which takes BouncyCastle's bcpkix.
     *
     * @param certificate PEM or DER; the own certificate first, then those that lead to its issuer
     * @param key PEM
     * @param password of the key; is copied
     * @return a new object, which does so too
     * @throws TlsMaterialException if one cannot be used, they do not belong together, or the password is wrong
     */
    public WwepTls identity(Path certificate, Path key, char[] password) {
        return identity(TlsIdentity.of(certificate, key, password));
    }

    /**
     * Shows the server this certificate, if it asks for one.
     *
     * @param identity may be shared
     * @return a new object, which does so too
     */
    public WwepTls identity(TlsIdentity identity) {
        Objects.requireNonNull(identity, "identity");
        if (choices.given != null) {
            throw new TlsMaterialException("a given SSLContext brings its own identity: leave one of them out", null);
        }
        return with(changed -> changed.identity = identity);
    }

    /**
     * For a server that asks clients for certificates: it is this identity, and {@link #context()} takes the certificates
     * that lead to what is trusted here, checked for revocation if that was asked for.
     *
     * @param identity the server's own
     * @return a new object, which does so too
     * @throws TlsMaterialException if anything was said here that only a client can heed, or nothing is verified
     */
    public WwepTls serving(TlsIdentity identity) {
        Objects.requireNonNull(identity, "identity");
        if (choices.expectedName != null
                || choices.identity != null
                || choices.protocols != null
                || choices.ciphers != null
                || choices.unverified) {
            throw new TlsMaterialException(
                    "of clients' certificates a server checks whom they lead to and whether they were revoked: leave out"
                            + " expectingName(…), identity(…), protocols(…), ciphers(…) and unverified()",
                    null);
        }
        return identity(identity);
    }

    /**
     * Offers only these protocols, such as {@code "TLSv1.3"}. Default: the JDK's choice.
     *
     * @param protocols by the names of the JDK, at least one
     * @return a new object, which does so too
     */
    public WwepTls protocols(String... protocols) {
        Objects.requireNonNull(protocols, "protocols");
        // An engine that is not told yet which side it is on has all enabled that are not switched off in this JVM.
        TlsChoices.requireKnown("protocol", List.of(context().createSSLEngine().getEnabledProtocols()), protocols);
        return with(changed -> changed.protocols = protocols.clone());
    }

    /**
     * Offers only these cipher suites. Default: the JDK's choice. A suite that Java's security properties have switched off
     * ({@code jdk.tls.disabledAlgorithms}; {@code TLS_RSA_*} on JDK 24 and later) is refused here.
     *
     * @param ciphers by the names of the JDK, at least one
     * @return a new object, which does so too
     */
    public WwepTls ciphers(String... ciphers) {
        Objects.requireNonNull(ciphers, "ciphers");
        TlsChoices.requireKnown(
                "cipher suite", List.of(context().getSupportedSSLParameters().getCipherSuites()), ciphers);
        return with(changed -> changed.ciphers = ciphers.clone());
    }

    /**
     * Checks whether the server's certificate was revoked; default {@link Revocation#OFF}.
     *
     * @param revocation whether to ask, and what no answer means
     * @return a new object, which does so too
     */
    public WwepTls revocation(Revocation revocation) {
        Objects.requireNonNull(revocation, "revocation");
        choices.requireOwnTrust("revocation(…)");
        return with(changed -> changed.revocation = revocation);
    }

    /** {@return whether nothing is verified} */
    public boolean isUnverified() {
        return choices.unverified;
    }

    /**
     * {@return the context for the next connection: the same one, so that sessions resume, until a file changes} It checks no names
     * by itself: that is for {@link #over}, or a server.
     */
    public SSLContext context() {
        if (choices.given != null) {
            SSLContext context = choices.given.get();
            if (context == null) {
                throw new TlsMaterialException("the supplier that of(…) was given gave no SSLContext", null);
            }
            return context;
        }
        Set<X509Certificate> anchors = choices.currentAnchors();
        Identity identity = choices.identity == null ? null : choices.identity.current();
        return kept.of(
                List.of(anchors, Optional.ofNullable(identity)),
                () -> Contexts.context(
                        choices.unverified
                                ? new TrustEverybody()
                                : Contexts.trusting(anchors, choices.revocation, handshakes),
                        identity,
                        handshakes));
    }

    /**
     * TLS over a connection to a host, with the handshake still to come: it checks whom it reached, by the name expected of
     * this host, before anything is sent, and sends that name (SNI) unless it is an address.
     *
     * <p>Set the socket's read timeout first: it bounds what the handshake waits for, news of revocation included.
     *
     * @param connection connected, and nothing read from it
     * @param host as it was dialled, a name or an address
     * @return a socket whose close closes the connection
     * @throws IOException if the connection is closed
     */
    public SSLSocket over(Socket connection, String host) throws IOException {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(host, "host");
        SSLContext current = contextOfNext(host);
        String name = choices.nameOf(host);
        SSLSocket socket =
                (SSLSocket) current.getSocketFactory().createSocket(connection, name, connection.getPort(), true);
        socket.setSSLParameters(choices.parameters(current, name));
        return socket;
    }

    /**
     * TLS for a connection to a host whose bytes somebody else moves, with the handshake still to come: as {@link #over}, it
     * checks the server's certificate, by the name expected of this host, before anything is sent.
     *
     * @param host as it was dialled, a name or an address
     * @param port the server's; sessions are resumed by host and port
     * @param handshakeLimit how long the handshake may take, checks of revocation included
     * @param wanted false once the connection was closed: a check of revocation ends then
     * @return a client's engine
     */
    public SSLEngine engine(String host, int port, Duration handshakeLimit, BooleanSupplier wanted) {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(handshakeLimit, "handshakeLimit");
        Objects.requireNonNull(wanted, "wanted");
        SSLContext current = contextOfNext(host);
        String name = choices.nameOf(host);
        SSLEngine engine = current.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(choices.parameters(current, name));
        if (choices.revocation != Revocation.OFF) {
            handshakes.limit(engine, new Handshakes.Patience(handshakeLimit, wanted));
        }
        return engine;
    }

    /**
     * {@return what the server asked for in the handshake of this socket or engine: a client certificate, or nothing} With
     * {@link #of a given context} it is not known, and empty.
     *
     * @param connection what {@link #over} or {@link #engine} made, after its handshake, or while it fails
     */
    public Optional<CertificateRequest> certificateRequest(Object connection) {
        return handshakes.request(Objects.requireNonNull(connection, "connection"));
    }

    private SSLContext contextOfNext(String host) {
        if (choices.unverified) {
            TlsLog.LOG.warn("connecting to {} without verifying who that is, as unverified() says", host);
        }
        SSLContext current = context();
        if (connections.incrementAndGet() % MOST_RESUMPTIONS == 0) {
            Contexts.forgetSessions(current);
        }
        return current;
    }

    private WwepTls with(Consumer<TlsChoices> change) {
        TlsChoices changed = new TlsChoices(choices);
        change.accept(changed);
        return new WwepTls(changed);
    }

    private static <T> Reloaded<T> reloaded(Path file, Supplier<T> reader) {
        return new Reloaded<>(List.of(file), reader);
    }

    private static WwepTls trustingAlways(List<X509Certificate> certificates) {
        TlsChoices choices = new TlsChoices();
        choices.anchors.add(new Reloaded<>(List.of(), () -> certificates));
        return new WwepTls(choices);
    }
}
