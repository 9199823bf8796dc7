package io.wwep.examples.handshake;

import io.wwep.examples.handshake.HandshakeStep.Kind;
import io.wwep.tls.Certificates;
import io.wwep.tls.ManagerFactories;
import io.wwep.tls.WwepTls;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Leaves the check of the server to the client's trust, and records when it is asked, about what, and its verdict. */
final class ObservingTrust extends X509ExtendedTrustManager {

    private static final int MAX_NAMED = 3;

    private final X509ExtendedTrustManager checks;
    private final X509ExtendedTrustManager system;
    private final String expected;
    private final StepRecorder steps;
    private @Nullable String systemVerdict;
    private boolean asked;

    /**
     * Creates an observer.
     *
     * @param trust what the client trusts
     * @param expected the name that the server must have
     */
    ObservingTrust(WwepTls trust, String expected, StepRecorder steps) {
        this.checks = checksOf(trust);
        this.system = checksOf(WwepTls.trustingSystem());
        this.expected = expected;
        this.steps = steps;
    }

    private static X509ExtendedTrustManager checksOf(WwepTls trust) {
        return (X509ExtendedTrustManager) ManagerFactories.of(trust).trust().getTrustManagers()[0];
    }

    /** Returns what the client trusts, in words. */
    String trusted() {
        List<X509Certificate> trusted = List.of(checks.getAcceptedIssuers());
        return trusted.size() > MAX_NAMED
                ? trusted.size() + " certificates"
                : String.join(
                        " and ", trusted.stream().map(Certificates::subject).toList());
    }

    /** Returns the number of authorities that this system trusts. */
    int systemSize() {
        return system.getAcceptedIssuers().length;
    }

    /** Returns whether the server's certificates were checked. */
    boolean wasAsked() {
        return asked;
    }

    /** Returns why this system's own trust would have rejected the server; null if it would not have, or was not asked. */
    @Nullable
    String systemVerdict() {
        return systemVerdict;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        asked = true;
        List<X509Certificate> sent = List.of(chain);
        steps.add(new HandshakeStep(
                Kind.CERTIFICATES,
                sent.size() == 1 ? "1 certificate of the server" : sent.size() + " certificates of the server",
                CourseStep.CONNECT.toString(),
                SignedCertificates.describe(sent, List.of(checks.getAcceptedIssuers()))));
        CertificateException bySystem = verdict(() -> system.checkServerTrusted(chain, authType, engine));
        systemVerdict = bySystem == null ? null : String.valueOf(bySystem.getMessage());
        CertificateException refusal = verdict(() -> checks.checkServerTrusted(chain, authType, engine));
        boolean byName = refusal != null
                && !isAboutPath(refusal)
                && verdict(() -> checks.checkServerTrusted(chain, authType)) == null;
        verification(refusal, byName);
        name(chain[0], refusal, byName);
        if (refusal != null) {
            throw refusal;
        }
    }

    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    private static @Nullable CertificateException verdict(Check check) {
        try {
            check.run();
            return null;
        } catch (CertificateException e) {
            return e;
        }
    }

    private static boolean isAboutPath(CertificateException refusal) {
        return Stream.<Throwable>iterate(refusal, each -> each != null, Throwable::getCause)
                .anyMatch(
                        each -> each instanceof CertPathValidatorException || each instanceof CertPathBuilderException);
    }

    private void verification(@Nullable CertificateException refusal, boolean byName) {
        List<String> details = new ArrayList<>();
        if (refusal == null || byName) {
            details.add("Passed: the signatures lead to a trusted certificate, and all are valid today.");
        } else {
            details.add("Failed. In Java's words: " + innermost(refusal) + ".");
            details.add("So this client ends the handshake, before it has sent any request.");
        }
        steps.add(new HandshakeStep(Kind.VERIFICATION, "Verification", CourseStep.CONNECT.toString(), details));
    }

    private void name(X509Certificate own, @Nullable CertificateException refusal, boolean byName) {
        List<String> details = new ArrayList<>();
        if (refusal == null) {
            details.add("Passed: " + expected + " is among the names in the certificate.");
        } else if (byName) {
            details.add("Failed: " + expected + " is not among the names in the certificate"
                    + SignedCertificates.names(own) + ".");
            details.add("So this client ends the handshake, before it has sent any request.");
        } else {
            details.add("Not reached: a name counts only in a certificate that is trusted.");
        }
        details.add("The board does not check names.");
        steps.add(new HandshakeStep(Kind.NAME, "Name", "", details));
    }

    private static String innermost(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw onlyEngines();
    }

    private static CertificateException onlyEngines() {
        return new CertificateException("this trust is for a client with an engine");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checks.getAcceptedIssuers();
    }
}
