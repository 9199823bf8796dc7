package io.wwep.client.internal;

import jdk.jfr.FlightRecorder;

/**
 * Knows whether Flight Recorder is running. It may be absent: a small image leaves it out, a framework may hide it. Event
 * classes may be used only if it runs: they need jdk.jfr, and loading the first takes longer than an exchange.
 */
final class FlightRecording {

    private static final boolean PRESENT = isPresent();

    private FlightRecording() {}

    /** Returns whether this JVM is recording, or has recorded before. Costs one read and allocates nothing. */
    static boolean isOn() {
        return PRESENT && FlightRecorder.isInitialized();
    }

    private static boolean isPresent() {
        if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
            return false;
        }
        try {
            var unused = FlightRecorder.isInitialized();
            return true;
        } catch (LinkageError e) { // the class loader of this class hides the package: OSGi, for instance
            return false;
        }
    }
}
