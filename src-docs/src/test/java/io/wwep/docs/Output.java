package io.wwep.docs;

import io.wwep.check.ProcessOutput;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Predicate;

/** What a program prints, with the paths that one sees who works in the checkout. */
final class Output implements AutoCloseable {

    private final ProcessOutput printed;
    private final Path folder;

    /** Of a program that runs in this folder. */
    Output(InputStream stream, Path folder) {
        this.folder = folder;
        printed = new ProcessOutput(stream);
    }

    String text() {
        return seen(printed.text());
    }

    private String seen(String text) {
        return text.replace(Checkout.ROOT + "/", "").replace(folder + "/", "");
    }

    /** Waits for a text after a position, and gives all that was printed. */
    String await(int from, String text) {
        return await(all -> all.indexOf(text, from) >= 0 && all.indexOf('\n', all.indexOf(text, from)) >= 0, text);
    }

    /** Waits until all of these lines were printed. */
    void await(Transcription expected) {
        await(expected::isWithin, expected.toString());
    }

    private String await(Predicate<String> isThere, String what) {
        return seen(printed.await(text -> isThere.test(seen(text)), what));
    }

    @Override
    public void close() {
        printed.close();
    }
}
