package io.wwep.tls;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The names of subjects and issuers, by RFC 2253 and readable: the JDK knows nine attributes and shows the others in
 * hexadecimal.
 */
final class DistinguishedNames {

    /** Attribute names, as openssl writes them. */
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            entry("1.2.840.113549.1.9.1", "emailAddress"),
            entry("1.2.840.113549.1.9.2", "unstructuredName"),
            entry("2.5.4.4", "SN"),
            entry("2.5.4.5", "serialNumber"),
            entry("2.5.4.12", "title"),
            entry("2.5.4.13", "description"),
            entry("2.5.4.15", "businessCategory"),
            entry("2.5.4.17", "postalCode"),
            entry("2.5.4.20", "telephoneNumber"),
            entry("2.5.4.41", "name"),
            entry("2.5.4.42", "GN"),
            entry("2.5.4.43", "initials"),
            entry("2.5.4.44", "generationQualifier"),
            entry("2.5.4.45", "x500UniqueIdentifier"),
            entry("2.5.4.46", "dnQualifier"),
            entry("2.5.4.65", "pseudonym"),
            entry("2.5.4.72", "role"),
            entry("2.5.4.97", "organizationIdentifier"),
            entry("1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"),
            entry("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"),
            entry("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"));

    /** An attribute without a name: its type, and the DER of its value. */
    private static final Pattern IN_HEXADECIMAL = Pattern.compile("=#((?:[0-9a-f]{2})+)");

    private static final Pattern SPECIAL = Pattern.compile("[,+\"\\\\<>;]");
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final int UTF8_STRING = 0x0C;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int TELETEX_STRING = 0x14;
    private static final int IA5_STRING = 0x16;
    private static final int VISIBLE_STRING = 0x1A;
    private static final int BMP_STRING = 0x1E;

    private DistinguishedNames() {}

    /** Returns the name on one line, without characters that could control a terminal; {@code (none)} if it is empty. */
    static String text(X500Principal name) {
        String text = name.getName(X500Principal.RFC2253, ATTRIBUTES);
        return text.isEmpty()
                ? "(none)"
                : printable(IN_HEXADECIMAL.matcher(text).replaceAll(DistinguishedNames::text));
    }

    /** Returns external text on one line, harmless to a terminal or a log. */
    static String printable(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }

    private static String text(MatchResult hexadecimal) {
        Der value = Der.first(HexFormat.of().parseHex(hexadecimal.group(1)));
        String text = value == null ? null : text(value);
        return Matcher.quoteReplacement(
                text == null ? hexadecimal.group() : "=" + SPECIAL.matcher(text).replaceAll("\\\\$0"));
    }

    private static @Nullable String text(Der value) {
        return switch (value.tag()) {
            case UTF8_STRING -> new String(value.content(), StandardCharsets.UTF_8);
            case PRINTABLE_STRING, IA5_STRING, VISIBLE_STRING, TELETEX_STRING ->
                new String(value.content(), StandardCharsets.ISO_8859_1);
            case BMP_STRING -> new String(value.content(), StandardCharsets.UTF_16BE);
            default -> null;
        };
    }
}
