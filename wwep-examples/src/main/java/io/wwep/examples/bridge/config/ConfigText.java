package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a configuration file. */
final class ConfigText {

    /** Far more than the largest sensible configuration: bounds the memory that a wrong file takes. */
    static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int UTF_16_MARK_HIGH = 0xFE;
    private static final int UTF_16_MARK_LOW = 0xFF;

    private ConfigText() {}

    /** Returns the text, without a byte order mark, which some editors write. */
    static String of(Path file) throws InvalidConfigException {
        byte[] bytes = bytes(file);
        if (bytes.length > MAX_BYTES) {
            throw invalid(ConfigError.of(file, "the file is larger than 1 MB; write the path of a gateway.yaml"));
        }
        if (isUtf16(bytes)) {
            throw invalid(ConfigError.of(file, "the file is UTF-16; save it as UTF-8"));
        }
        String text = decoded(file, bytes);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static byte[] bytes(Path file) throws InvalidConfigException {
        if (Files.isDirectory(file)) {
            throw invalid(ConfigError.of(
                    file, "this is a folder; write the path of a file, such as " + file.resolve("gateway.yaml")));
        }
        if (Folder.isPipeOrDevice(file)) {
            throw invalid(ConfigError.of(file, "this is a pipe or a device; write the path of a file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw invalid(ConfigError.of(file, "there is no such file; check the path"));
        } catch (AccessDeniedException e) {
            throw invalid(ConfigError.of(file, "the file cannot be read: access is denied; check its permissions"));
        } catch (IOException e) {
            throw invalid(ConfigError.of(file, "the file cannot be read: " + e.getMessage() + "; check the path"));
        }
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = Byte.toUnsignedInt(bytes[0]);
        int second = Byte.toUnsignedInt(bytes[1]);
        boolean isMissingMark = first == 0 || second == 0;
        return isMissingMark
                || (first == UTF_16_MARK_HIGH && second == UTF_16_MARK_LOW)
                || (first == UTF_16_MARK_LOW && second == UTF_16_MARK_HIGH);
    }

    private static String decoded(Path file, byte[] bytes) throws InvalidConfigException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            Position end = Position.of(text, text.codePointCount(0, text.length()));
            throw invalid(ConfigError.at(file, end, "this character is not UTF-8; save the file as UTF-8"));
        }
        return text;
    }

    private static InvalidConfigException invalid(ConfigError error) {
        return new InvalidConfigException(List.of(error), false);
    }
}
