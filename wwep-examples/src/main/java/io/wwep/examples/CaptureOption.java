package io.wwep.examples;

import io.wwep.examples.capture.CaptureFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of programs that capture what they say. */
final class CaptureOption {

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description =
                    "Capture all messages of every connection in this new file, for Wireshark. They are in plain text,"
                            + " even over TLS. Only the file's owner can read it. It ends at 100 MB, and is removed if there"
                            + " was no connection.")
    private @Nullable Path file;

    /**
     * Creates the file, and warns of its contents. Returns null if the option was not given.
     *
     * @throws BadUsageException if the file exists or cannot be created
     */
    @Nullable
    CaptureFile open(Screen screen) {
        Path given = file;
        if (given == null) {
            return null;
        }
        try {
            CaptureFile capture = CaptureFile.create(
                    given, CaptureFile.DEFAULT_LIMIT, why -> screen.note("the capture " + given + " " + why));
            screen.note(
                    given + " will contain all messages in plain text, even those sent over TLS; delete it when you no"
                            + " longer need it");
            if (!capture.isProtected()) {
                screen.note("this file system has no permissions to stop others from reading " + given
                        + "; protect it yourself");
            }
            return capture;
        } catch (FileAlreadyExistsException e) {
            throw new BadUsageException("--pcap: " + given + " already exists; give another name, or delete it");
        } catch (IOException e) {
            throw new BadUsageException("--pcap: cannot write to " + given + ": " + NewFiles.reason(e));
        }
    }
}
