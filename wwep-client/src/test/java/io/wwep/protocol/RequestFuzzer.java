package io.wwep.protocol;

/** Fuzzes the request decoder: the first byte is the length of the pieces, the others are the stream. */
public final class RequestFuzzer {

    private RequestFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        GarbageTest.assertRequests(Wire.pieces(input));
    }
}
