package io.wwep.examples;

import io.wwep.examples.capture.CaptureFile;
import io.wwep.protocol.WwepPorts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of programs that capture what they say. */
final class CaptureOption {

    /** Those for which Wireshark's dissector is registered. */
    private static final Set<Integer> USUAL_PORTS = Set.of(WwepPorts.PLAIN, WwepPorts.TLS);

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description =
                    "Capture all messages of every connection in this new file, for Wireshark. They are in plain text,"
                            + " even over TLS. Only the file's owner can read it. It ends at 100 MB, and is removed if there"
                            + " was no connection. For ports other than 27708 and 40508, the program prints the option that"
                            + " Wireshark needs.")
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

    /** Says how Wireshark finds WWEP in the capture, if a server's port is not a usual one; nothing without a capture. */
    void explainPorts(Screen screen, List<Integer> ports) {
        List<Integer> unusual =
                ports.stream().filter(port -> !USUAL_PORTS.contains(port)).toList();
        if (file == null || unusual.isEmpty()) {
            return;
        }
        String which = unusual.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        screen.note((unusual.size() == 1 ? "port " + which + " is" : "ports " + which + " are")
                + " not usual for WWEP: to see it in " + file + ", start Wireshark or tshark with "
                + unusual.stream().map(port -> "-d tcp.port==" + port + ",wwep").collect(Collectors.joining(" ")));
    }
}
