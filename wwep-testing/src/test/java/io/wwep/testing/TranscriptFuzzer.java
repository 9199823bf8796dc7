package io.wwep.testing;

import java.nio.charset.StandardCharsets;

/** Transcripts of any bytes: they are read, and the same again when written, or it is said which line is wrong. */
public final class TranscriptFuzzer {

    private TranscriptFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Transcript transcript;
        try {
            transcript = Transcript.parse(new String(input, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith("line ")) {
                throw new AssertionError("it does not name the line", e);
            }
            return;
        }
        if (!Transcript.parse(transcript.toString()).equals(transcript)) {
            throw new AssertionError("not the same again: " + transcript);
        }
    }
}
