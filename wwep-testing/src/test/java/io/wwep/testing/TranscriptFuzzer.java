package io.wwep.testing;

import java.nio.charset.StandardCharsets;

/**
 * Parses arbitrary bytes as a transcript. Either it can be written and parsed again, or the exception names the wrong
 * line.
 */
public final class TranscriptFuzzer {

    private TranscriptFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Transcript transcript;
        try {
            transcript = Transcript.parse(new String(input, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith("line ")) {
                throw new AssertionError("the message does not name the line", e);
            }
            return;
        }
        if (!Transcript.parse(transcript.toString()).equals(transcript)) {
            throw new AssertionError("differs when parsed again: " + transcript);
        }
    }
}
