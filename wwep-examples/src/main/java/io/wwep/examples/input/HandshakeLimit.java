package io.wwep.examples.input;

import java.time.Duration;

/** How long the programs wait for a TLS handshake. */
public final class HandshakeLimit {

    /** A JVM that has just started needs seconds for its first handshake on a small or busy machine. */
    public static final Duration TIME = Duration.ofSeconds(10);

    private HandshakeLimit() {}
}
