package io.wwep.client.internal;

import jdk.jfr.FlightRecorder;

/**
 * Whether this JVM's Flight Recorder runs. It may be absent, from a small image or a framework that hides it. Only where this
 * says yes may an event class be touched: each needs jdk.jfr, and loading the first takes longer than an exchange.
 */
final class FlightRecording {

    private static final boolean PRESENT = isPresent();

    private FlightRecording() {}

    /** Whether anything has been recorded in this JVM, so that events may be wanted. Costs one read; allocates nothing. */
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
        } catch (LinkageError e) { // the framework that loads this class, such as OSGi, does not show it the package
            return false;
        }
    }
}
