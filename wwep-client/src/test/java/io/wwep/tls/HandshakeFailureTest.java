package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK's exceptions say of a failed handshake. */
class HandshakeFailureTest {

    private static final HandshakeFailure UNKNOWN = new HandshakeFailure(null, null, null, false, false);

    private static HandshakeFailure failure(String message) {
        return HandshakeFailure.of(new SSLHandshakeException(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Empty server certificate chain | the peer sent no certificate; give it one, and its key",
                "The certificate chain length (11) exceeds the maximum allowed length (10)"
                        + " | the peer sent more than the 10 certificates that Java accepts",
                "The size of the handshake message (40000) exceeds the maximum allowed size (32768)"
                        + " | the peer sent 40000 bytes in one message, most likely its certificates, and that is more than the"
                        + " 32768 bytes that Java accepts"
            })
    void certificatesThatTheJdkDoesNotReadAreNamed(String message, String refusal) {
        assertThat(failure(message).refusal()).startsWith(refusal);
    }

    @Test
    void theRefusalIsTheTrustsOwn() {
        SSLException problem = new SSLHandshakeException("(certificate_unknown) not this one");
        problem.initCause(new CertificateException("the certificate CN=server expired"));
        assertThat(HandshakeFailure.of(problem).refusal()).isEqualTo("the certificate CN=server expired");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unknown named curve: 1.3.132.0.10"
                        + " | a certificate that the peer sent has a key of EC secp256k1, which Java's TLS cannot use",
                "Only named ECParameters supported"
                        + " | a certificate that the peer sent has a key of EC with explicit parameters, which Java's TLS",
                "Duplicate extensions not allowed"
                        + " | Java does not accept a certificate that the peer sent (Duplicate extensions not allowed); have one issued"
            })
    void aCertificateThatTheJdkCannotParseIsExplained(String cause, String refusal) {
        SSLException problem = new SSLHandshakeException("Failed to parse server certificates");
        problem.initCause(new CertificateException(cause));
        assertThat(HandshakeFailure.of(problem).refusal()).startsWith(refusal);
    }

    @Test
    void theAlertOfTheOtherSideIsNamed() {
        assertThat(failure("Received fatal alert: unknown_ca"))
                .isEqualTo(new HandshakeFailure(null, "unknown_ca", null, false, false));
    }

    @Test
    void aKeyThatIsTooShortToSignIsThisSidesFault() {
        assertThat(failure("No supported CertificateVerify signature algorithm for RSA key")
                        .ownFault())
                .startsWith("key cannot sign in TLS 1.3, as RSA of 522 bits or less cannot");
    }

    static List<Exception> connectionsThatEnded() {
        return List.of(
                new SSLException("Remote host terminated the handshake", new EOFException("end")),
                new SSLException("Connection reset", new SocketException("Connection reset")),
                new SSLException("Received close_notify during handshake"));
    }

    @ParameterizedTest
    @MethodSource("connectionsThatEnded")
    void aConnectionThatTheOtherSideEndedIsRecognized(Exception problem) {
        assertThat(HandshakeFailure.of(problem)).isEqualTo(new HandshakeFailure(null, null, null, false, true));
    }

    @Test
    void aHandshakeThatRanOutOfTimeIsRecognized() {
        assertThat(HandshakeFailure.of(new SocketTimeoutException("Read timed out")))
                .isEqualTo(new HandshakeFailure(null, null, null, true, false));
    }

    static List<Exception> others() {
        return List.of(new SSLException("something else"), new SSLException((String) null), new IOException("not TLS"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anyOtherExceptionSaysNothing(Exception problem) {
        assertThat(HandshakeFailure.of(problem)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"TLS_RSA_*, true", "SSLv3, false"})
    void suitesThatThisJavaHasSwitchedOffAreExplained(String disabled, boolean explained) {
        String remedy = SecurityProperty.during(
                "jdk.tls.disabledAlgorithms", disabled, HandshakeFailure::remedyForNothingInCommon);
        assertThat(remedy)
                .startsWith("if its key is on a curve that Java cannot use")
                .matches(text -> explained == text.contains("; if it has only suites named TLS_RSA_..."));
    }
}
