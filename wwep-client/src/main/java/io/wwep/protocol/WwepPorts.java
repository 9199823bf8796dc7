package io.wwep.protocol;

/** The TCP ports that the WICED Wi-Fi 101 course uses for WWEP. */
public final class WwepPorts {

    /** WWEP over plain TCP: 27708. */
    public static final int PLAIN = 27708;

    /** WWEP over TLS: 40508. */
    public static final int TLS = 40508;

    private WwepPorts() {}
}
