package io.wwep.client.internal;

import jdk.jfr.FlightRecorder;

/**
 * Detects whether Flight Recorder is running. The module may be absent: a small run-time image omits it, a framework may
 * hide it. Event classes may be used only while it runs, because they need jdk.jfr, and loading the first one takes longer
 * than an exchange.
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
