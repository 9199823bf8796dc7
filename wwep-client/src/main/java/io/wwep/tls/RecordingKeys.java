package io.wwep.tls;

import io.wwep.tls.CertificateRequest.Answer;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the choice of keys to the JDK, and records whether a server asked for a client certificate. Without this record, the
 * reason why a server ended a handshake could not be explained. Thread-safe.
 */
final class RecordingKeys extends X509ExtendedKeyManager {

    private final @Nullable X509ExtendedKeyManager keys;
    private final Handshakes handshakes;

    /** Chooses among these keys, or has none if they are null. */
    RecordingKeys(@Nullable X509ExtendedKeyManager keys, Handshakes handshakes) {
        this.keys = keys;
        this.handshakes = handshakes;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        String alias = keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
        if (socket != null) {
            record(socket, issuers, alias);
        }
        return alias;
    }

    private void record(Object connection, Principal @Nullable [] issuers, @Nullable String alias) {
        List<String> authorities = issuers == null
                ? List.of()
                : Stream.of(issuers).map(RecordingKeys::text).toList();
        Answer without = keys == null ? Answer.NONE : Answer.NONE_SUITS;
        handshakes.requested(connection, new CertificateRequest(authorities, alias == null ? without : Answer.SHOWN));
    }

    private static String text(Principal issuer) {
        return issuer instanceof X500Principal name ? DistinguishedNames.text(name) : issuer.getName();
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String alias = keys == null ? null : keys.chooseEngineClientAlias(keyTypes, issuers, engine);
        if (engine != null) {
            record(engine, issuers, alias);
        }
        return alias;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys == null ? null : keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return keys == null ? null : keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys == null ? null : keys.getPrivateKey(alias);
    }
}
