package io.wwep.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Certificates or keys as stored, with their origin.
 *
 * @param name the name in messages
 * @param text the bytes, each as one character
 */
record Source(String name, String text) {

    /** Larger than any file of certificates or keys. A device such as /dev/zero has no end. */
    private static final int MAX_BYTES = 10_000_000;

    static Source of(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TlsMaterialException(
                        file + " has more than " + MAX_BYTES
                                + " bytes, more than any file of certificates or keys; give"
                                + " another file, or the part that is needed",
                        null);
            }
            return new Source(file.toString(), text(bytes)).notEmpty();
        } catch (NoSuchFileException e) {
            throw new TlsMaterialException(
                    "there is no file " + file + " (looked in "
                            + file.toAbsolutePath().getParent() + "); check the path",
                    e);
        } catch (IOException e) {
            throw new TlsMaterialException(
                    file + " cannot be read: " + reason(e) + "; check what it is and its rights", e);
        }
    }

    static Source of(Class<?> anchor, String resource) {
        String name = "the resource " + resource + " of " + anchor.getName();
        try (InputStream stream = anchor.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new TlsMaterialException(
                        "there is no " + name + "; check the name, and that the file is packed with the program", null);
            }
            return new Source(name, text(stream.readAllBytes())).notEmpty();
        } catch (IOException e) {
            throw new TlsMaterialException(name + " cannot be read: " + e, e);
        }
    }

    static Source ofText(String pem) {
        return new Source("the PEM text", pem).notEmpty();
    }

    /** Explains in words. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Decodes one character per byte, so that none is lost. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private Source notEmpty() {
        if (text.isBlank()) {
            throw new TlsMaterialException(name + " is empty; copy the file again", null);
        }
        return this;
    }
}
