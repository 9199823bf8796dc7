package io.wwep.examples.bridge;

/**
 * The topics of a bridge: all begin with its prefix.
 *
 * @param prefix such as {@code wwep}
 */
record Topics(String prefix) {

    static final String ONLINE = "online";
    static final String OFFLINE = "offline";

    String bridgeState() {
        return prefix + "/bridge/state";
    }

    String availability(String device) {
        return prefix + "/" + device + "/availability";
    }

    String value(String device, String register) {
        return prefix + "/" + device + "/" + register;
    }

    String quality(String device, String register) {
        return value(device, register) + "/quality";
    }

    String set(String device, String register) {
        return value(device, register) + "/set";
    }

    String result(String device, String register) {
        return set(device, register) + "/result";
    }

    /** Returns the filter for commands to all registers. */
    String allCommands() {
        return prefix + "/+/+/set";
    }
}
