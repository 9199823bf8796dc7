package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where a section's password is. No message shows a value that could be the password, written in the wrong place. */
final class PasswordReader {

    static final List<String> KEYS = List.of("password-file", "password-env");

    /** Not known, but reported with what to write instead. */
    static final String FORBIDDEN_KEY = "password";

    /** What to write instead, for a section that has no password. */
    static final String FORBIDDEN =
            "no secret may be in this file; delete it, and write password-file or password-env in the section mqtt";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Section section;
    private final Folder folder;
    private final UnaryOperator<@Nullable String> environment;

    PasswordReader(Section section, Folder folder, UnaryOperator<@Nullable String> environment) {
        this.section = section;
        this.folder = folder;
        this.environment = environment;
    }

    /** Returns the password's place, or null if none is given. */
    @Nullable
    Password read() {
        if (section.has(FORBIDDEN_KEY)) {
            section.error(
                    FORBIDDEN_KEY,
                    "a password must not be in this file; write password-file with the path of a file that has it in its"
                            + " first line, or password-env with the name of an environment variable");
        }
        Path file = folder.path(section, "password-file");
        String variable = section.text("password-env");
        if (section.has("password-file") && section.has("password-env")) {
            section.error("password-env", "there is a password-file too; write only one of them");
            return null;
        }
        if (file != null) {
            return checked("password-file", new Password(file), file);
        }
        if (variable != null && !VARIABLE.matcher(variable).matches()) {
            section.error(
                    "password-env",
                    "this is not the name of an environment variable; write letters, digits and _, as in MQTT_PASSWORD");
            return null;
        }
        return variable == null ? null : checked("password-env", Password.inVariable(variable, environment), null);
    }

    private Password checked(String key, Password password, @Nullable Path file) {
        if (file != null && Files.notExists(file)) {
            // The path is not shown: it may be the password itself.
            section.error(
                    key,
                    "there is no such file; write the path of a file, relative to the folder of this one, that has the"
                            + " password in its first line");
            return password;
        }
        try {
            password.read();
            if (file != null) {
                warnIfReadableByOthers(key, file);
            }
        } catch (IOException e) {
            section.error(key, String.valueOf(e.getMessage()));
        }
        return password;
    }

    private void warnIfReadableByOthers(String key, Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            section.warn(
                    key,
                    file + " can be read by every user of this machine (" + PosixFilePermissions.toString(permissions)
                            + "); run chmod o= on it");
        }
    }
}
