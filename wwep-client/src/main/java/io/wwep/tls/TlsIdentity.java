package io.wwep.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The identity of a client or a server: a certificate and its private key, from files.
 *
 * <p>The files are read at once, so that a problem with them is reported at once, by a {@link TlsMaterialException}. They are
 * read again for a new connection after they have changed. If the new ones cannot be used, the old stay in use, and the log ({@code
 * io.wwep.tls}) says why. Immutable and thread-safe.
 */
public final class TlsIdentity {

    private final Reloaded<Identity> identity;
    private final CachedSslContext cached = new CachedSslContext();

    private TlsIdentity(Path certificate, Path key, Supplier<Identity> reader) {
        this.identity = new Reloaded<>(List.of(certificate, key), reader);
    }

    /**
     * {@return an identity whose key is not encrypted}
     *
     * @param certificate PEM or DER; its own certificate first, then the intermediate ones
     * @param key PKCS#8, PEM or DER; or, with BouncyCastle's bcpkix present, PKCS#1 or SEC1 as PEM
     * @throws TlsMaterialException if one cannot be used, or they do not belong together
     */
    public static TlsIdentity of(Path certificate, Path key) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        return new TlsIdentity(certificate, key, () -> Identity.read(Source.of(certificate), Source.of(key), null));
    }

    /**
     * {@return an identity whose key is encrypted, which requires BouncyCastle's bcpkix}
     *
     * @param certificate PEM or DER; its own certificate first, then the intermediate ones
     * @param key PEM
     * @param password of the key; copied
     * @throws TlsMaterialException if one cannot be used, they do not belong together, or the password is wrong
     */
    public static TlsIdentity of(Path certificate, Path key, char[] password) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(password, "password");
        char[] copy = password.clone();
        return new TlsIdentity(certificate, key, () -> Identity.read(Source.of(certificate), Source.of(key), copy));
    }

    /**
     * {@return the context for the next connection of a server with this identity: the same one, so that sessions resume,
     * until a file changes} It trusts no one, so it is for a server that does not ask clients for certificates; for one
     * that does, see {@link WwepTls#serving}.
     */
    public SSLContext context() {
        Identity current = identity.current();
        return cached.of(current, () -> Contexts.context(null, current, new Handshakes()));
    }

    /** Returns the identity that is currently in the files. */
    Identity current() {
        return identity.current();
    }
}
