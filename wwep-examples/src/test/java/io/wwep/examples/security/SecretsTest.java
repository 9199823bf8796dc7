package io.wwep.examples.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Random;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    /** Shared, since a key takes long to generate. */
    private static final KeyPair KEYS = SealedBytes.newKeys();

    private static final KeyPair OTHERS = SealedBytes.newKeys();

    @ParameterizedTest
    @ValueSource(strings = {"Pay 100 to Ann", "W0FAC0B1234", "Grüße, 12 Stück", "az"})
    void anotherTextWithTheSameChecksumIsFound(String text) {
        SameChecksum found = SameChecksum.find(text, new Random(1));

        assertThat(found.other()).isNotEqualTo(text).hasSameSizeAs(text);
        assertThat(SameChecksum.sum(found.other())).isEqualTo(found.sum()).isEqualTo(SameChecksum.sum(text));
        assertThat(found.tries()).isPositive();
    }

    @Test
    void theChecksumIsTheSumOfTheBytesModulo256() {
        assertThat(SameChecksum.sum("az")).isEqualTo((0x61 + 0x7A) % 256);
        assertThat(SameChecksum.sum("ü")).isEqualTo((0xC3 + 0xBC) % 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "00", "?!?!"})
    void withoutAnotherTextTheSearchEnds(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SameChecksum.find(text, new Random(1)))
                .withMessageContaining("give a longer text");
    }

    @Test
    void aSimilarDigestHasTheSameFirst16Bits() {
        SimilarDigest found = SimilarDigest.find("abc");

        assertThat(SimilarDigest.sha256("abc")).startsWith("ba7816bf").hasSize(64); // FIPS 180-2, B.1
        assertThat(found.other()).isEqualTo("abc " + found.tries());
        assertThat(SimilarDigest.sha256(found.other())).startsWith("ba78").doesNotStartWith("ba7816bf");
    }

    @Test
    void onlyThePrivateKeyOpensSealedBytes() throws Exception {
        byte[] plain = "x".repeat(SealedBytes.MAX_BYTES).getBytes(StandardCharsets.UTF_8);
        SealedBytes sealed = SealedBytes.seal(plain, KEYS.getPublic());

        assertThat(sealed.open(KEYS.getPrivate())).isEqualTo(plain);
        assertThat(SealedBytes.seal(plain, KEYS.getPublic()).bytes()).isNotEqualTo(sealed.bytes());
        assertThatThrownBy(() -> sealed.open(OTHERS.getPrivate())).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void tooManyBytesCannotBeSealed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealedBytes.seal(new byte[SealedBytes.MAX_BYTES + 1], KEYS.getPublic()))
                .withMessageContaining("191 bytes");
    }

    @Test
    void theReceiverOpensTheSessionKeyAndThenTheText() throws Exception {
        SecretKey session = SessionMessage.newKey();
        SessionMessage message = SessionMessage.of("Grüße", session, KEYS.getPublic());

        SecretKey opened = message.openKey(KEYS.getPrivate());

        assertThat(opened.getEncoded()).isEqualTo(session.getEncoded()).hasSize(16);
        assertThat(message.openText(opened)).isEqualTo("Grüße");
        assertThat(message.encrypted()).hasSize("Grüße".getBytes(StandardCharsets.UTF_8).length + 16);
        assertThat(message.nonce()).hasSize(12);
        assertThatThrownBy(() -> message.openKey(OTHERS.getPrivate())).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aChangedBitIsNoticed() {
        SecretKey session = SessionMessage.newKey();
        SessionMessage changed =
                SessionMessage.of("Pay 100", session, KEYS.getPublic()).withChangedBit();

        assertThatThrownBy(() -> changed.openText(session)).isInstanceOf(GeneralSecurityException.class);
    }
}
