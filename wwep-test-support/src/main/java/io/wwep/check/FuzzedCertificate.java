package io.wwep.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A certificate with valid structure and content chosen by a fuzzer. Each byte of the input decides the next element,
 * so that similar inputs give similar certificates. Written without a certificate library, which would refuse most of
 * these.
 */
public final class FuzzedCertificate {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0xA0;

    private static final int[] STRINGS = {0x0C, 0x13, 0x16, 0x1E, 0x14, 0x1C, 0x04, 0x02};
    private static final String[] ATTRIBUTES = {
        "550403", "55040A", "2A864886F70D010901", "550405", "550461", "2B0603", "55"
    };
    private static final String[] SIGNATURES = {
        "2A8648CE3D040302", "2A864886F70D01010B", "2A864886F70D010104", "2A864886F70D01010A", "2B6570", "2A03"
    };
    private static final String[] CURVES = {
        "2A8648CE3D030107", "2B81040022", "2B8104000A", "2B2403030208010107", "2A8648CE3D030005", "2B81040010", "2A03"
    };
    private static final String[] EXTENSIONS = {
        "551D11",
        "551D0F",
        "551D25",
        "551D13",
        "551D1E",
        "551D23",
        "551D0E",
        "551D1F",
        "2B06010505070101",
        "551D20",
        "551D24",
        "551D12",
        "6086480186F8420101",
        "2A0304",
        "551D36"
    };
    private static final String[] PURPOSES = {
        "2B06010505070301", "2B06010505070302", "551D2500", "2B06010505070303", "2A03"
    };
    private static final String[] HOSTS = {
        "wwep.local", "127.0.0.1", "my_server", "localhost.", "*.example.org", "*", "", "a..b", "xn--", "\u0000", "::1"
    };

    /** The generator of P-256 as an uncompressed point: a key that the JDK accepts. */
    private static final String POINT = "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
            + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";

    private final byte[] input;
    private int next;

    private FuzzedCertificate(byte[] input) {
        this.input = input;
    }

    /**
     * Returns a certificate in DER.
     *
     * @param input the fuzzer's input; an empty input gives a normal certificate
     * @param signer signs with ECDSA and SHA-256; used for half of the inputs
     */
    public static byte[] of(byte[] input, UnaryOperator<byte[]> signer) {
        return new FuzzedCertificate(input).certificate(signer);
    }

    private byte[] certificate(UnaryOperator<byte[]> signer) {
        boolean signed = choice(2) == 0;
        byte[] algorithm = sequence(oid(SIGNATURES[usually(SIGNATURES.length)]));
        List<byte[]> content = new ArrayList<>();
        int version = usually(4);
        if (version < 3) {
            content.add(tlv(CONSTRUCTED, tlv(INTEGER, new byte[] {(byte) (version == 0 ? 2 : version - 1)})));
        }
        content.add(tlv(INTEGER, usually(2) == 0 ? new byte[] {7} : bytes(20)));
        content.add(algorithm);
        content.add(usually(3) == 0 ? name("root") : name());
        content.add(sequence(time("200101000000Z"), time("491231235959Z")));
        content.add(usually(3) == 0 ? name("box") : name());
        content.add(key());
        byte[] extensions = concat(this::extension, choice(6));
        if (extensions.length > 0) {
            content.add(tlv(CONSTRUCTED | 3, tlv(SEQUENCE, extensions)));
        }
        byte[] whole = sequence(content.toArray(byte[][]::new));
        byte[] signature = signed ? signer.apply(whole) : bytes(72);
        return sequence(whole, algorithm, tlv(BIT_STRING, join(new byte[1], signature)));
    }

    private byte[] key() {
        return switch (usually(6)) {
            case 0 -> ec(oid(CURVES[0]), HexFormat.of().parseHex(POINT));
            case 1 -> ec(oid(CURVES[choice(CURVES.length)]), bytes(133));
            case 2 -> ec(sequence(tlv(INTEGER, new byte[] {1}), tlv(OCTET_STRING, bytes(40))), bytes(65));
            case 3 -> {
                byte[] numbers =
                        sequence(tlv(INTEGER, join(new byte[] {0x61}, bytes(128))), tlv(INTEGER, new byte[] {3}));
                yield publicKey(sequence(oid("2A864886F70D010101"), tlv(5, new byte[0])), numbers);
            }
            case 4 -> publicKey(sequence(oid("2B6570")), bytes(32));
            default -> publicKey(sequence(tlv(OBJECT_IDENTIFIER, bytes(9))), bytes(40));
        };
    }

    private static byte[] ec(byte[] curve, byte[] point) {
        return publicKey(sequence(oid("2A8648CE3D0201"), curve), point);
    }

    private static byte[] publicKey(byte[] algorithm, byte[] key) {
        return sequence(algorithm, tlv(BIT_STRING, join(new byte[1], key)));
    }

    private byte[] extension() {
        int kind = choice(EXTENSIONS.length);
        byte[] critical = choice(2) == 0 ? new byte[0] : tlv(1, new byte[] {(byte) 0xFF});
        byte[] value = usually(4) == 3 ? bytes(30) : value(kind);
        return sequence(oid(EXTENSIONS[kind]), critical, tlv(OCTET_STRING, value));
    }

    private byte[] value(int kind) {
        return switch (kind) {
            case 0, 11 -> tlv(SEQUENCE, concat(this::generalName, choice(6)));
            case 1, 12 -> tlv(BIT_STRING, bytes(3));
            case 2 -> tlv(SEQUENCE, concat(() -> oid(PURPOSES[choice(PURPOSES.length)]), choice(4)));
            case 3 -> sequence(tlv(1, new byte[] {(byte) 0xFF}), choice(2) == 0 ? new byte[0] : tlv(INTEGER, bytes(2)));
            case 4 -> sequence(tlv(CONSTRUCTED | choice(2), sequence(generalName())));
            case 5 -> sequence(tlv(CONTEXT, bytes(20)));
            case 6 -> tlv(OCTET_STRING, bytes(20));
            case 7 -> sequence(sequence(tlv(CONSTRUCTED, tlv(CONSTRUCTED, generalName()))));
            case 8 -> sequence(sequence(oid("2B06010505073001"), generalName()));
            case 9 -> sequence(sequence(oid(PURPOSES[choice(PURPOSES.length)])));
            case 10 -> sequence(tlv(CONTEXT | choice(2), bytes(1)));
            default -> tlv(INTEGER, bytes(2));
        };
    }

    private byte[] generalName() {
        return switch (choice(8)) {
            case 0, 1 -> tlv(CONTEXT | 2, HOSTS[choice(HOSTS.length)].getBytes(StandardCharsets.UTF_8));
            case 2 -> tlv(CONTEXT | 2, bytes(70));
            case 3 -> tlv(CONTEXT | 7, bytes(usually(2) == 0 ? 4 : 16));
            case 4 -> tlv(CONTEXT | 1, bytes(30));
            case 5 -> tlv(CONTEXT | 6, bytes(30));
            case 6 -> tlv(CONSTRUCTED | 4, name());
            default -> tlv(CONTEXT | choice(9), bytes(20));
        };
    }

    private byte[] name(String common) {
        byte[] value = tlv(0x0C, common.getBytes(StandardCharsets.UTF_8));
        return sequence(tlv(SET, sequence(oid(ATTRIBUTES[0]), value)));
    }

    private byte[] name() {
        return tlv(SEQUENCE, concat(() -> tlv(SET, concat(this::attribute, 1 + usually(3))), choice(5)));
    }

    private byte[] attribute() {
        byte[] value = usually(2) == 0 ? HOSTS[choice(HOSTS.length)].getBytes(StandardCharsets.UTF_8) : bytes(40);
        return sequence(oid(ATTRIBUTES[choice(ATTRIBUTES.length)]), tlv(STRINGS[choice(STRINGS.length)], value));
    }

    private byte[] time(String valid) {
        return switch (usually(3)) {
            case 0 -> tlv(UTC_TIME, valid.getBytes(StandardCharsets.US_ASCII));
            case 1 -> tlv(GENERALIZED_TIME, ("20" + valid).getBytes(StandardCharsets.US_ASCII));
            default -> tlv(UTC_TIME, bytes(13));
        };
    }

    /** Returns the next decision, from 0; 0 at the end of the input. */
    private int choice(int of) {
        return next < input.length ? (input[next++] & 0xFF) % of : 0;
    }

    /** Returns a decision that is 0 three times out of four. */
    private int usually(int of) {
        return choice(4) == 3 ? choice(of) : 0;
    }

    /** Returns some bytes of the input, up to this length. */
    private byte[] bytes(int maxLength) {
        byte[] part = new byte[Math.min(choice(maxLength + 1), input.length - next)];
        System.arraycopy(input, next, part, 0, part.length);
        next += part.length;
        return part;
    }

    private static byte[] concat(Supplier<byte[]> part, int count) {
        byte[][] parts = new byte[count][];
        for (int i = 0; i < count; i++) {
            parts[i] = part.get();
        }
        return join(parts);
    }

    private static byte[] oid(String hexadecimal) {
        return tlv(OBJECT_IDENTIFIER, HexFormat.of().parseHex(hexadecimal));
    }

    private static byte[] sequence(byte[]... parts) {
        return tlv(SEQUENCE, join(parts));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] tlv(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        // DER requires the shortest form of a length.
        byte[] shortest = length >= 0x80 && length < 0x100 ? new byte[] {(byte) tag, (byte) 0x81, (byte) length} : head;
        return join(shortest, content);
    }
}
