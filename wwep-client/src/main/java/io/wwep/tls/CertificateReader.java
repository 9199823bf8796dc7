package io.wwep.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the certificates of a source. An unusable certificate does not affect the others, but is never skipped silently.
 */
final class CertificateReader {

    private static final Set<String> TYPES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    /** The positions of elements in a certificate's content, after its version. */
    private static final int SUBJECT = 4;

    private static final int KEY = 5;

    private final Source source;
    private final List<X509Certificate> usable = new ArrayList<>();
    private final List<TlsMaterialException> problems = new ArrayList<>();
    private boolean firstIsUsable;

    private CertificateReader(Source source) {
        this.source = source;
    }

    /**
     * Reads all certificates of a source, PEM or DER.
     *
     * @throws TlsMaterialException if it has no certificate
     */
    static CertificateReader of(Source source) {
        CertificateReader reader = new CertificateReader(source);
        List<Pem.Block> blocks = Pem.blocks(source);
        if (blocks.isEmpty()) {
            reader.readDer();
        } else {
            reader.read(blocks);
        }
        return reader;
    }

    /** Returns the usable certificates, at least one; logs a warning for each of the others. */
    List<X509Certificate> usable() {
        return usable(problem -> TlsLog.LOG.warn("a certificate is left out: {}", problem));
    }

    /** Returns the usable certificates, at least one; {@code skipped} receives what is wrong with each of the others. */
    List<X509Certificate> usable(Consumer<String> skipped) {
        if (usable.isEmpty()) {
            throw problems.get(0);
        }
        problems.forEach(problem -> skipped.accept(String.valueOf(problem.getMessage())));
        return List.copyOf(usable);
    }

    /** Returns the usable certificates like {@link #usable()}, but fails if the first, its owner's, is not among them. */
    List<X509Certificate> chain() {
        if (!firstIsUsable) {
            throw problems.get(0);
        }
        return usable();
    }

    private void readDer() {
        byte[] der = source.bytes();
        StoredFormat format = StoredFormat.of(der);
        if (format != StoredFormat.CERTIFICATE) {
            throw new TlsMaterialException(
                    source.name() + " is "
                            + format.remedy(source.name(), false)
                                    .map(remedy -> format + "; " + remedy)
                                    .orElseGet(() -> (format == StoredFormat.UNKNOWN ? "" : format + ", ")
                                            + "not a certificate, neither as PEM nor as DER; a certificate's PEM begins with"
                                            + " -----BEGIN CERTIFICATE-----"),
                    null);
        }
        add(der, "", source.name() + " has a damaged certificate; copy the file again");
    }

    private void read(List<Pem.Block> blocks) {
        for (Pem.Block block : blocks) {
            if (TYPES.contains(block.type())) {
                readBlock(block, blocks.size() == 1);
            } else if (block.isBundle()) {
                problems.add(new TlsMaterialException(
                        source.name() + " has a " + block.type() + " block" + block.place()
                                + ", whose certificates are not read; " + conversion(block, blocks.size() == 1),
                        null));
            }
        }
        if (usable.isEmpty() && problems.isEmpty()) {
            throw new TlsMaterialException(
                    source.name() + " has no certificate, but a "
                            + blocks.get(0).type() + "; give the file with BEGIN CERTIFICATE",
                    null);
        }
    }

    /** Returns the command that extracts the certificates of a bundle. Openssl reads only the first block of a file. */
    private String conversion(Pem.Block bundle, boolean alone) {
        String file = alone ? source.name() : "COPY";
        return (alone ? "convert it: " : "copy it to a file of its own, and convert that: ")
                + (bundle.type().equals("CMS")
                        ? "openssl cms -cmsout -noout -inform PEM -in " + file + " -certsout FILE.pem"
                        : "openssl pkcs7 -print_certs -in " + file + " -out FILE.pem");
    }

    private void readBlock(Pem.Block block, boolean alone) {
        byte[] der;
        try {
            der = block.der(source.name());
        } catch (TlsMaterialException e) {
            problems.add(e);
            return;
        }
        if (StoredFormat.of(der) == StoredFormat.PKCS7) {
            problems.add(new TlsMaterialException(
                    source.name() + " has a PKCS#7 bundle in its " + block.type() + " block" + block.place() + "; "
                            + conversion(block, alone),
                    null));
            return;
        }
        Optional<String> settings =
                block.type().equals("TRUSTED CERTIFICATE") ? againstSettings(der) : Optional.empty();
        if (settings.isPresent()) {
            problems.add(problem(der, block.place(), settings.get(), null));
        } else {
            add(der, block.place(), block.damaged(source.name()));
        }
    }

    private void add(byte[] der, String place, String damaged) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            firstIsUsable |= usable.isEmpty() && problems.isEmpty();
            usable.add(certificate);
        } catch (CertificateException | RuntimeException e) {
            Der whole = Der.first(der);
            problems.add(
                    whole != null && StoredFormat.of(der) == StoredFormat.CERTIFICATE
                            ? problem(der, place, cause(content(whole), e), e)
                            : new TlsMaterialException(damaged, e));
        }
    }

    private TlsMaterialException problem(byte[] der, String place, String cause, @Nullable Throwable thrown) {
        Der whole = Der.first(der);
        String subject = whole == null ? "" : subject(content(whole));
        return new TlsMaterialException(
                source.name() + " has a certificate that cannot be used" + place
                        + (subject.isEmpty() ? "" : ", " + subject) + ": " + cause,
                thrown);
    }

    /** Returns the signed elements of a certificate, from the serial number on. */
    private static List<Der> content(Der certificate) {
        List<Der> content = certificate.elements().get(0).elements();
        return !content.isEmpty() && content.get(0).isTagged(0) ? content.subList(1, content.size()) : content;
    }

    private static String subject(List<Der> content) {
        if (content.size() <= SUBJECT) {
            return "";
        }
        try {
            return DistinguishedNames.text(
                    new X500Principal(content.get(SUBJECT).encoded()));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Returns why the JDK cannot read an intact certificate; its own message is in the innermost cause. */
    private static String cause(List<Der> content, Throwable thrown) {
        KeyDescription key = content.size() <= KEY ? null : KeyDescription.ofPublic(content.get(KEY));
        Optional<String> obstacle = key == null ? Optional.empty() : key.obstacle();
        if (obstacle.isPresent()) {
            return "it " + obstacle.get();
        }
        return "Java does not accept it (" + CertificateProblem.detail(thrown) + "); have one issued without that";
    }

    /** Returns the objection, if any, of the settings that openssl appends to a trusted certificate: its purposes, allowed or not. */
    private Optional<String> againstSettings(byte[] der) {
        Der certificate = Der.first(der);
        if (certificate == null || certificate.end() == der.length) {
            return Optional.empty();
        }
        Der settings = Der.first(Arrays.copyOfRange(der, certificate.end(), der.length));
        if (settings == null) {
            return Optional.empty();
        }
        for (Der each : settings.elements()) {
            List<String> purposes = each.elements().stream().map(Der::oid).toList();
            boolean servers = purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE);
            if ((each.is(Der.SEQUENCE) && !servers) || (each.isTagged(0) && servers)) {
                return Optional.of(
                        "its openssl settings do not trust it for TLS servers; to trust it all the same, write it"
                                + " without them: openssl x509 -in " + source.name() + " -out FILE.pem");
            }
        }
        return Optional.empty();
    }
}
