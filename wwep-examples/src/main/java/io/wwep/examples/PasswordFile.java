package io.wwep.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The option for a file with the password of an encrypted key. */
final class PasswordFile {

    static final String OPTION = "--key-password-file";

    /** The part of the option's description that follows its purpose. */
    static final String CONTENT = "a file with its password in the first line. /dev/stdin reads standard input.";

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
            throw new BadUsageException(OPTION + ": " + file + " cannot be read: " + e.getMessage()
                    + "; check that it is a file and its permissions");
        }
    }
}
