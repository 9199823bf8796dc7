package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTextTest {

    @ParameterizedTest
    @CsvSource({
        "secp256r1, P-256",
        "secp384r1, P-384",
        "secp256k1, secp256k1",
        "brainpoolP256r1, brainpoolP256r1",
        "sect283k1, K-283",
        "c2tnb191v1, c2tnb191v1"
    })
    void curvesOfTheSameSizeHaveDifferentNames(String curve, String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair keys = generator.generateKeyPair();
        assertThat(KeyText.of(keys.getPublic())).isEqualTo("EC " + name);
        assertThat(KeyText.of(keys.getPrivate())).isEqualTo("EC " + name);
    }

    @Test
    void anRsaPssKeyIsNamedAsSuch() throws Exception {
        assertThat(KeyText.of(KeyPairGenerator.getInstance("RSASSA-PSS")
                        .generateKeyPair()
                        .getPublic()))
                .startsWith("RSA-PSS ");
    }
}
