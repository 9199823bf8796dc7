package io.wwep.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program of another maker that a test needs as a peer: nc, openssl and the like. */
public final class ForeignTool {

    private ForeignTool() {}

    /**
     * The path of a program. Where it is missing the test is skipped, with the reason; but with
     * {@code CI} set in the environment it fails, so that nothing is skipped unseen.
     */
    public static String require(String name, String debianPackage) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = name + " is not installed (Debian: apt-get install " + debianPackage + ")";
        if (found.isEmpty() && System.getenv("CI") != null) {
            Assertions.fail(reason);
        }
        Assumptions.assumeTrue(found.isPresent(), reason);
        return found.orElseThrow().toString();
    }
}
