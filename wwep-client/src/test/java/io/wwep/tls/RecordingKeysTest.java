package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.tls.CertificateRequest.Answer;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of keys is the JDK's, and a server's request for one is remembered. */
class RecordingKeysTest {

    private static final String[] KINDS = {"EC"};
    private static final String PLAIN_NAME = "a name of another kind";
    private static final Principal[] ISSUERS = {new X500Principal("CN=first"), () -> PLAIN_NAME};

    private final Handshakes handshakes = new Handshakes();
    private final Socket socket = new Socket();
    private final SSLEngine engine;

    RecordingKeysTest() throws Exception {
        engine = SSLContext.getDefault().createSSLEngine();
    }

    /** Answers each question in its own way, and a client's only if it has a suitable key. */
    private static final class Keys extends X509ExtendedKeyManager {

        private final boolean suitable;

        Keys(boolean suitable) {
            this.suitable = suitable;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return suitable ? "client" : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return suitable ? "engine client" : null;
        }

        @Override
        public String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "server";
        }

        @Override
        public String chooseEngineServerAlias(String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return "engine server";
        }

        @Override
        public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
            return new String[] {"clients"};
        }

        @Override
        public String[] getServerAliases(String kind, Principal @Nullable [] issuers) {
            return new String[] {"servers"};
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return new X509Certificate[0];
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    @Test
    void everyQuestionIsAnsweredByTheKeys() {
        RecordingKeys keys = new RecordingKeys(new Keys(true), handshakes);
        assertThat(keys.chooseClientAlias(KINDS, ISSUERS, socket)).isEqualTo("client");
        assertThat(keys.chooseEngineClientAlias(KINDS, ISSUERS, engine)).isEqualTo("engine client");
        assertThat(keys.chooseServerAlias("EC", ISSUERS, socket)).isEqualTo("server");
        assertThat(keys.chooseEngineServerAlias("EC", ISSUERS, engine)).isEqualTo("engine server");
        assertThat(keys.getClientAliases("EC", ISSUERS)).containsExactly("clients");
        assertThat(keys.getServerAliases("EC", ISSUERS)).containsExactly("servers");
        assertThat(keys.getCertificateChain("any")).isEmpty();
    }

    @Test
    void withoutKeysThereIsNothingToChoose() {
        RecordingKeys keys = new RecordingKeys(null, handshakes);
        assertThat(keys.chooseClientAlias(KINDS, ISSUERS, socket)).isNull();
        assertThat(keys.chooseEngineClientAlias(KINDS, ISSUERS, engine)).isNull();
        assertThat(keys.chooseServerAlias("EC", ISSUERS, socket)).isNull();
        assertThat(keys.chooseEngineServerAlias("EC", ISSUERS, engine)).isNull();
        assertThat(keys.getClientAliases("EC", ISSUERS)).isNull();
        assertThat(keys.getServerAliases("EC", ISSUERS)).isNull();
        assertThat(keys.getCertificateChain("any")).isNull();
        assertThat(keys.getPrivateKey("any")).isNull();
    }

    private Object ask(@Nullable Keys keys, boolean overSocket, Principal @Nullable [] issuers) {
        RecordingKeys recording = new RecordingKeys(keys, handshakes);
        if (overSocket) {
            recording.chooseClientAlias(KINDS, issuers, socket);
            return socket;
        }
        recording.chooseEngineClientAlias(KINDS, issuers, engine);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestIsRememberedWithItsAuthorities(boolean overSocket) {
        assertThat(handshakes.request(ask(new Keys(true), overSocket, ISSUERS)))
                .contains(new CertificateRequest(List.of("CN=first", PLAIN_NAME), Answer.SHOWN));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestWithoutAuthoritiesIsRemembered(boolean overSocket) {
        assertThat(handshakes.request(ask(new Keys(true), overSocket, null)))
                .contains(new CertificateRequest(List.of(), Answer.SHOWN));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatNoKeySuitsIsRemembered(boolean overSocket) {
        assertThat(handshakes.request(ask(new Keys(false), overSocket, null)))
                .contains(new CertificateRequest(List.of(), Answer.NONE_SUITS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestWithoutAnyKeyIsRemembered(boolean overSocket) {
        assertThat(handshakes.request(ask(null, overSocket, null)))
                .contains(new CertificateRequest(List.of(), Answer.NONE));
    }

    @Test
    void aQuestionOfNoConnectionIsAnsweredToo() {
        RecordingKeys keys = new RecordingKeys(new Keys(true), handshakes);
        assertThat(keys.chooseClientAlias(KINDS, null, null)).isEqualTo("client");
        assertThat(keys.chooseEngineClientAlias(KINDS, null, null)).isEqualTo("engine client");
    }
}
