package io.wwep.examples.bridge.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a password is: in the first line of a file, or in an environment variable. It is read for each connection, so that a
 * renewed one is used without a restart. Immutable and thread-safe; no text or message of it has the password.
 */
public final class Password {

    /** The longest that MQTT can transmit. */
    private static final int MAX_BYTES = 65_535;

    private final @Nullable Path file;
    private final String variable;
    private final UnaryOperator<@Nullable String> environment;

    /**
     * Names the password in the first line of a file.
     *
     * @param file the file, which is not read yet
     */
    public Password(Path file) {
        this(Objects.requireNonNull(file, "file"), "", name -> null);
    }

    private Password(@Nullable Path file, String variable, UnaryOperator<@Nullable String> environment) {
        this.file = file;
        this.variable = variable;
        this.environment = environment;
    }

    static Password inVariable(String name, UnaryOperator<@Nullable String> environment) {
        return new Password(null, name, environment);
    }

    /**
     * Reads the password.
     *
     * @return its bytes, 1 to 65535, in UTF-8; the caller may overwrite them
     * @throws IOException if there is none now; the message says where it was expected and what to do
     */
    public byte[] read() throws IOException {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the password in " + place() + " is longer than " + MAX_BYTES
                    + " bytes; write a shorter one, alone in the first line");
        }
        return bytes;
    }

    private String text() throws IOException {
        String found = file == null ? environment.apply(variable) : firstLine(file);
        if (found == null || found.isEmpty()) {
            throw new IOException(
                    file == null
                            ? "the environment variable is not set; set it, or write password-file instead"
                            : file + " has no password in its first line; write it there");
        }
        return found;
    }

    private static @Nullable String firstLine(Path file) throws IOException {
        if (Folder.isPipeOrDevice(file)) {
            throw new IOException(file + " is a pipe or a device; write the path of a file");
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            // Bounded, since the path may be that of a huge file.
            StringBuilder line = new StringBuilder();
            for (int next = reader.read(); next >= 0 && next != '\n' && next != '\r'; next = reader.read()) {
                line.append((char) next);
                if (line.length() > MAX_BYTES) {
                    break;
                }
            }
            return line.toString();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + "; create it, with the password in its first line", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: access is denied; check its permissions", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8; write the password in UTF-8", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage() + "; check that it is a file", e);
        }
    }

    private String place() {
        return file == null ? "the environment" : file.toString();
    }

    /** Returns where the password is, never the password. */
    @Override
    public String toString() {
        return "password in " + place();
    }
}
