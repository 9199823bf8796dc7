package io.wwep.examples.handshake;

import io.wwep.examples.handshake.HandshakeStep.Kind;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Leaves the choice of a client certificate to others, and records that the server asked for one. */
final class ObservingKeys extends X509ExtendedKeyManager {

    private final @Nullable X509ExtendedKeyManager keys;
    private final StepRecorder steps;
    private boolean asked;

    /** Chooses among these keys, or has none if they are null. */
    ObservingKeys(@Nullable X509ExtendedKeyManager keys, StepRecorder steps) {
        this.keys = keys;
        this.steps = steps;
    }

    /** Returns whether the server asked for a certificate. */
    boolean wasAsked() {
        return asked;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        String alias = keys == null ? null : keys.chooseEngineClientAlias(keyTypes, issuers, engine);
        if (!asked) {
            asked = true;
            steps.add(new HandshakeStep(
                    Kind.CERTIFICATE_REQUEST,
                    "The server asks for a client certificate",
                    CourseStep.IDENTITY.toString(),
                    answer(alias)));
        }
        return alias;
    }

    private String answer(@Nullable String alias) {
        if (keys == null) {
            return "This client has none, and answers so. The server decides what that means.";
        }
        return alias == null
                ? "This client's is not of a kind or by an authority that the server accepts, so it sends none."
                : "This client sends its own, and proves by a signature that it has the key.";
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys == null ? null : keys.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
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
