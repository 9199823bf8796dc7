package io.wwep.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Loads a fuzzer's seed inputs and earlier findings from the resource folder with the fuzzer's name. */
public final class FuzzInputs {

    private FuzzInputs() {}

    /** Returns the inputs of a fuzzer, named after their files; at least one. */
    public static List<Named<byte[]>> of(Class<?> fuzzer) {
        URL folder = Objects.requireNonNull(
                fuzzer.getResource(fuzzer.getSimpleName()), () -> "there are no inputs for " + fuzzer);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().map(FuzzInputs::input).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Named<byte[]> input(Path file) {
        try {
            return Named.of(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
