package io.wwep.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Checks whether otherwise valid certificates were revoked, by OCSP, then by CRL. Thread-safe.
 *
 * <p>The JDK's own time limits, 15 s for each of several steps, are too long for a handshake and can be set only for the whole
 * JVM. So each check runs on a separate thread, and a handshake waits for it as long as it can. All handshakes with the same
 * certificates wait for the same check.
 */
final class RevocationCheck {

    private static final long CLOSE_CHECK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Set<TrustAnchor> anchors;
    private final boolean soft;
    private final ThreadFactory threads;
    private final Map<List<Object>, FutureTask<CertPath>> running = new ConcurrentHashMap<>();

    RevocationCheck(Set<TrustAnchor> anchors, boolean soft) {
        this(anchors, soft, work -> new Thread(work, "wwep-revocation"));
    }

    RevocationCheck(Set<TrustAnchor> anchors, boolean soft, ThreadFactory threads) {
        this.anchors = anchors;
        this.soft = soft;
        this.threads = threads;
    }

    /**
     * Throws if a certificate was revoked.
     *
     * @param chain trusted already, the peer's own certificate first
     * @param stapled the OCSP responses that the peer sent, in the order of the chain; an empty array where it sent none
     * @param limitMillis how long to wait for the check
     * @param open false once the connection was closed, which ends the wait
     * @throws CertificateException if one was revoked, or, unless soft, if there was no answer in time
     */
    void check(X509Certificate[] chain, List<byte[]> stapled, int limitMillis, BooleanSupplier open)
            throws CertificateException {
        if (anchors.stream().anyMatch(anchor -> chain[0].equals(anchor.getTrustedCert()))) {
            return; // trusted itself: there is no issuer to ask
        }
        List<X509Certificate> certificates = List.of(chain);
        List<Object> question = new ArrayList<>(certificates);
        question.addAll(stapled); // arrays are equal only to themselves: stapled responses are checked each time
        Question own = new Question(() -> {
            try {
                return ask(certificates, stapled);
            } finally {
                running.remove(question); // before the answer is out, so that no later handshake gets it
            }
        });
        FutureTask<CertPath> earlier = running.putIfAbsent(question, own);
        if (earlier == null) {
            start(own, question);
        }
        try {
            await(earlier == null ? own : earlier, limitMillis, open);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof CertPathValidatorException path && path.getReason() == BasicReason.REVOKED) {
                throw new CertificateException(CertificateProblem.revoked(chain, path), path);
            }
            unknown(chain, String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            unknown(chain, "no answer within " + limitMillis + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateException("interrupted while asking whether a certificate was revoked", e);
        }
    }

    /** Starts the check on its thread. If no thread can start, all waiting handshakes fail, and the next one tries again. */
    private void start(Question own, List<Object> certificates) {
        try {
            Thread thread = threads.newThread(own);
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException | Error e) {
            running.remove(certificates);
            own.fail(e);
        }
    }

    /** A check that all handshakes with the same certificates wait for. */
    private static final class Question extends FutureTask<CertPath> {

        Question(Callable<CertPath> ask) {
            super(ask);
        }

        void fail(Throwable e) {
            setException(e);
        }
    }

    /** Waits for the answer. A close does not interrupt that wait, so this checks for one regularly. */
    private static void await(FutureTask<CertPath> answer, int limitMillis, BooleanSupplier open)
            throws ExecutionException, TimeoutException, InterruptedException, CertificateException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (true) {
            long left = end - System.nanoTime();
            try {
                answer.get(Math.min(left, CLOSE_CHECK), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (left <= CLOSE_CHECK) {
                    throw e;
                }
                if (!open.getAsBoolean()) {
                    throw new CertificateException("the connection was closed in the handshake", e);
                }
            }
        }
    }

    private void unknown(X509Certificate[] chain, String detail, Throwable cause) throws CertificateException {
        String message = CertificateProblem.revocationUnknown(chain, detail);
        if (!soft) {
            throw new CertificateException(message, cause);
        }
        TlsLog.LOG.warn("accepted anyway: {}", message);
    }

    private CertPath ask(List<X509Certificate> chain, List<byte[]> stapled) throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        if (soft) {
            checker.setOptions(Set.of(PKIXRevocationChecker.Option.SOFT_FAIL));
        }
        Map<X509Certificate, byte[]> answers = new HashMap<>();
        for (int i = 0; i < Math.min(stapled.size(), chain.size()); i++) {
            if (stapled.get(i).length > 0) {
                answers.put(chain.get(i), stapled.get(i));
            }
        }
        checker.setOcspResponses(answers);
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.addCertPathChecker(checker);
        CertPath path = path(chain);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        for (CertPathValidatorException each : checker.getSoftFailExceptions()) {
            TlsLog.LOG.warn(
                    "accepted anyway: {}",
                    CertificateProblem.revocationUnknown(
                            chain.toArray(X509Certificate[]::new), String.valueOf(each.getMessage())));
        }
        return path;
    }

    /** Builds the path from the peer's own certificate to an anchor. */
    private CertPath path(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector own = new X509CertSelector();
        own.setCertificate(chain.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
    }
}
