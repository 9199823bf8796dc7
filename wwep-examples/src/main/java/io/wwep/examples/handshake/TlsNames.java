package io.wwep.examples.handshake;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/** The names of the numbers in a handshake, as the standards and the JDK write them. */
final class TlsNames {

    private static final Map<Integer, String> VERSIONS = Map.of(
            0x0300,
            "SSL 3.0",
            0x0301,
            "TLS 1.0",
            0x0302,
            "TLS 1.1",
            Hello.TLS_1_2,
            "TLS 1.2",
            Hello.TLS_1_3,
            "TLS 1.3");

    private static final Map<Integer, String> GROUPS = Map.ofEntries(
            entry(23, "secp256r1"),
            entry(24, "secp384r1"),
            entry(25, "secp521r1"),
            entry(29, "x25519"),
            entry(30, "x448"),
            entry(256, "ffdhe2048"),
            entry(257, "ffdhe3072"),
            entry(258, "ffdhe4096"),
            entry(259, "ffdhe6144"),
            entry(260, "ffdhe8192"),
            entry(4588, "X25519MLKEM768"));

    private static final Map<Integer, String> ALERTS = Map.ofEntries(
            entry(0, "close_notify"),
            entry(10, "unexpected_message"),
            entry(20, "bad_record_mac"),
            entry(21, "decryption_failed"),
            entry(22, "record_overflow"),
            entry(30, "decompression_failure"),
            entry(40, "handshake_failure"),
            entry(41, "no_certificate"),
            entry(42, "bad_certificate"),
            entry(43, "unsupported_certificate"),
            entry(44, "certificate_revoked"),
            entry(45, "certificate_expired"),
            entry(46, "certificate_unknown"),
            entry(47, "illegal_parameter"),
            entry(48, "unknown_ca"),
            entry(49, "access_denied"),
            entry(50, "decode_error"),
            entry(51, "decrypt_error"),
            entry(60, "export_restriction"),
            entry(70, "protocol_version"),
            entry(71, "insufficient_security"),
            entry(80, "internal_error"),
            entry(86, "inappropriate_fallback"),
            entry(90, "user_canceled"),
            entry(100, "no_renegotiation"),
            entry(109, "missing_extension"),
            entry(110, "unsupported_extension"),
            entry(111, "certificate_unobtainable"),
            entry(112, "unrecognized_name"),
            entry(113, "bad_certificate_status_response"),
            entry(114, "bad_certificate_hash_value"),
            entry(115, "unknown_psk_identity"),
            entry(116, "certificate_required"),
            entry(120, "no_application_protocol"));

    /** Those that the JDK can use, and so those that a server can choose. */
    private static final Map<Integer, String> SUITES = Map.ofEntries(
            entry(0x1301, "TLS_AES_128_GCM_SHA256"),
            entry(0x1302, "TLS_AES_256_GCM_SHA384"),
            entry(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
            entry(0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
            entry(0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            entry(0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
            entry(0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            entry(0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
            entry(0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            entry(0x009F, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
            entry(0xCCAA, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
            entry(0x00A3, "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384"),
            entry(0x009E, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
            entry(0x00A2, "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256"),
            entry(0xC024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
            entry(0xC028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
            entry(0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
            entry(0xC027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
            entry(0x006B, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
            entry(0x006A, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256"),
            entry(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
            entry(0x0040, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256"),
            entry(0xC00A, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
            entry(0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
            entry(0xC009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
            entry(0xC013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
            entry(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
            entry(0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"),
            entry(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
            entry(0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"),
            entry(0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
            entry(0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
            entry(0x003D, "TLS_RSA_WITH_AES_256_CBC_SHA256"),
            entry(0x003C, "TLS_RSA_WITH_AES_128_CBC_SHA256"),
            entry(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
            entry(0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA"));

    private TlsNames() {}

    static String version(int code) {
        return VERSIONS.getOrDefault(code, "version " + hexadecimal(code));
    }

    /** Returns the name to be read after "cipher suite". */
    static String suite(int code) {
        return SUITES.getOrDefault(code, hexadecimal(code));
    }

    static String group(int code) {
        return GROUPS.getOrDefault(code, "group " + hexadecimal(code));
    }

    /** Returns the name to be read after "alert". */
    static String alert(int code) {
        return ALERTS.getOrDefault(code, "of the unknown type " + code);
    }

    private static String hexadecimal(int code) {
        return String.format(Locale.ROOT, "0x%04X", code);
    }
}
