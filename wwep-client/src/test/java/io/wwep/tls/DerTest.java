package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DER is read as far as it is complete, and names as far as they are text. */
class DerTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Der complete(byte[] bytes) {
        return Objects.requireNonNull(Der.first(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0500, ''",
        "040107, 07",
        "04010708, 07",
        "04810107, 07",
        "048100, ''",
        "048400000001ff, ff",
    })
    void aCompleteElementHasItsContent(String hex, String content) {
        assertThat(HexFormat.of().formatHex(complete(bytes(hex)).content())).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "05",
                "0401",
                "040507",
                "0480",
                "0482",
                "048201",
                "048207",
                "04850000000001ff",
                "0484ffffffff00"
            })
    void anIncompleteElementIsNone(String hex) {
        assertThat(Der.first(bytes(hex))).isNull();
    }

    @Test
    void aLengthThatIsNotGivenIsNotDer() {
        assertThat(Der.first(bytes("3080" + "00".repeat(0x80)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9.2342", "1.0.8571", "1.2.840.113549", "2.5.29.17", "2.16.840", "2.999.1"})
    void anObjectIdentifierIsReadInDottedForm(String oid) throws Exception {
        assertThat(complete(new ASN1ObjectIdentifier(oid).getEncoded()).oid()).isEqualTo(oid);
    }

    private static String subject(ASN1Encodable value) throws Exception {
        return DistinguishedNames.text(new X500Principal(new X500NameBuilder()
                .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), value)
                .build()
                .getEncoded()));
    }

    @Test
    void anAttributeWithoutANameIsShownAsText() throws Exception {
        assertThat(subject(new DERUTF8String("Büro, $1"))).isEqualTo("1.2.3.4=Büro\\, $1");
        assertThat(subject(new DERPrintableString("desk"))).isEqualTo("1.2.3.4=desk");
        assertThat(subject(new DERBMPString("Büro"))).isEqualTo("1.2.3.4=Büro");
    }

    @Test
    void anAttributeThatIsNotTextIsShownInHexadecimal() throws Exception {
        assertThat(subject(new DERBitString(new byte[] {1, 2}))).isEqualTo("1.2.3.4=#0303000102");
    }
}
