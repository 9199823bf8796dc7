package io.wwep.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file that an option names for the password of an encrypted key. */
final class PasswordFile {

    static final String OPTION = "--key-password-file";

    /** Follows in the option's description what it is for. */
    static final String CONTENT =
            "a file with its password in the first line. /dev/stdin takes it from standard input.";

    private PasswordFile() {}

    /** Reads the password. */
    static char[] read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            if (line == null || line.isEmpty()) {
                throw new BadUsageException(
                        OPTION + ": " + file + " has no password in its first line; write it there");
            }
            return line.toCharArray();
        } catch (NoSuchFileException e) {
            throw new BadUsageException(OPTION + ": there is no file " + file + "; check the path");
        } catch (IOException e) {
            throw new BadUsageException(
                    OPTION + ": " + file + " cannot be read: " + e.getMessage() + "; check what it is and its rights");
        }
    }
}
