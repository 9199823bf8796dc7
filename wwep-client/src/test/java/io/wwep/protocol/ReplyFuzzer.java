package io.wwep.protocol;

/** Fuzzes the reply decoder: the first byte is the length of the pieces, the others are the stream. */
public final class ReplyFuzzer {

    private ReplyFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        GarbageTest.assertReplyOrProblem(Wire.pieces(input));
    }
}
