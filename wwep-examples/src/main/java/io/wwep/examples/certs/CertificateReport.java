package io.wwep.examples.certs;

import io.wwep.tls.Certificates;
import io.wwep.tls.KeyDescription;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;

/** Describes a certificate in lines for people. */
public final class CertificateReport {

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private CertificateReport() {}

    /**
     * Returns the lines. None has control characters, whatever the certificate contains.
     *
     * @param others may include the certificate of its issuer
     * @param saved the certificate's file name in advice
     * @param now the time at which validity is checked
     */
    public static List<String> lines(
            X509Certificate certificate, List<X509Certificate> others, String saved, Instant now) {
        List<String> names = Certificates.names(certificate);
        List<String> lines = new ArrayList<>();
        add(lines, "subject", subject(certificate));
        add(lines, "issuer", issuer(certificate));
        add(lines, "names", names.isEmpty() ? "none" : String.join(", ", names));
        add(lines, "valid", validity(certificate, now));
        add(lines, "key", KeyDescription.of(certificate.getPublicKey()).name());
        add(lines, "signature", certificate.getSigAlgName());
        add(lines, "CA", certificate.getBasicConstraints() < 0 ? "no" : "yes");
        add(lines, "SHA-256", Certificates.fingerprint(certificate));
        String label = "a client";
        for (String advice : ClientAdvice.on(certificate, others, saved, now)) {
            add(lines, label, advice);
            label = "";
        }
        return lines;
    }

    /** Returns whether a client can trust it as a private authority, given its file. */
    public static boolean isPrivateAuthority(X509Certificate certificate) {
        return Certificates.isSelfSigned(certificate) && ClientAdvice.isUsableAuthority(certificate);
    }

    /** Returns the subject, safe to print. */
    public static String subject(X509Certificate certificate) {
        return Certificates.subject(certificate);
    }

    /** Returns the issuer, safe to print. */
    public static String issuer(X509Certificate certificate) {
        return Certificates.issuer(certificate) + (Certificates.isSelfSigned(certificate) ? " (self-signed)" : "");
    }

    /** Returns the last day on which it is valid, in UTC. */
    public static LocalDate lastDay(X509Certificate certificate) {
        return day(certificate.getNotAfter());
    }

    private static String validity(X509Certificate certificate, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate first = day(certificate.getNotBefore());
        LocalDate last = lastDay(certificate);
        long left = ChronoUnit.DAYS.between(today, last);
        String state;
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            state = left == 0 ? "expired today" : "expired " + days(-left) + " ago";
        } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
            state = "not valid yet, starts in " + days(ChronoUnit.DAYS.between(today, first));
        } else {
            state = left == 0 ? "expires today" : days(left) + " left";
        }
        return first + " to " + last + " (" + state + ")";
    }

    private static String days(long number) {
        return number == 1 ? "1 day" : number + " days";
    }

    private static LocalDate day(Date date) {
        return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }

    private static void add(List<String> lines, String label, String value) {
        lines.add(String.format("%-10s  %s", label, printable(value)));
    }

    private static String printable(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }
}
