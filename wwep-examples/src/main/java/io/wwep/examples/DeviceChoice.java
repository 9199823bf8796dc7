package io.wwep.examples;

import io.wwep.protocol.DeviceId;

/**
 * The device that a program is.
 *
 * @param origin where its id comes from
 */
record DeviceChoice(DeviceId id, String origin) {

    /** The MAC address of the board that the course describes. */
    static final String COURSE_MAC = "00:A0:50:01:02:03";

    static DeviceChoice courseBoard() {
        return new DeviceChoice(DeviceId.ofMac(COURSE_MAC), "the course's board, MAC " + COURSE_MAC);
    }

    /** This machine; or the course's board, if this machine shows no MAC address. */
    static DeviceChoice thisMachine() {
        try {
            return new DeviceChoice(DeviceId.ofThisMachine(), "this machine, from its MAC address");
        } catch (IllegalStateException e) {
            return new DeviceChoice(courseBoard().id(), "the course's board, for this machine shows no MAC address");
        }
    }

    @Override
    public String toString() {
        return id + " (" + origin + ")";
    }
}
