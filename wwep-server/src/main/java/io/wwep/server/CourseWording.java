package io.wwep.server;

import io.wwep.protocol.WwepRequest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the course's servers object to in a packet, each in its words. Both look first at the length of the packet, then at
 * its first byte together with the length, then at each digit.
 */
enum CourseWording {

    /** Of the server of exercises 6.4 and 6.5: it says no more than what kind of error it is. */
    PLAIN {
        @Override
        String empty() {
            return COMMAND;
        }

        @Override
        String tooLong(int received) {
            return LENGTH;
        }

        @Override
        String noLineFeed(int received) {
            return LENGTH;
        }

        @Override
        String wrongLength(int received) {
            return COMMAND;
        }

        @Override
        String wrongCommand(char command, int received) {
            return COMMAND;
        }

        @Override
        String wrongCharacter(char character) {
            return CHARACTER;
        }
    },

    /** Of the dual server of exercise 6.7: it gives the bytes as they came, and the length with the line feed. */
    DETAILED {
        @Override
        String empty() {
            return tooLong(0);
        }

        @Override
        String tooLong(int received) {
            return LENGTH + " (" + received + ")";
        }

        @Override
        String noLineFeed(int received) {
            return wrongLength(received);
        }

        @Override
        String wrongLength(int received) {
            return LENGTH + " (Length: " + received + ")";
        }

        @Override
        String wrongCommand(char command, int received) {
            return COMMAND + "/length (Command: " + command + "), (Length: " + received + ")";
        }

        @Override
        String wrongCharacter(char character) {
            return CHARACTER + " (Character: " + character + ")";
        }
    };

    /** The most that the servers read of a packet; more than any request has. */
    static final int PACKET_BYTES = WwepRequest.Write.LENGTH + 2;

    private static final String COMMAND = "illegal command";
    private static final String LENGTH = "illegal message length";
    private static final String CHARACTER = "illegal character";

    /** The wording of a course profile. */
    static CourseWording of(ServerProfile profile) {
        return profile == ServerProfile.COURSE_6_7 ? DETAILED : PLAIN;
    }

    /** The length of a packet without the line feed that may follow a request. */
    static int withoutLineFeed(byte[] packet, int received) {
        boolean mayHaveOne = received == WwepRequest.Read.LENGTH + 1 || received == WwepRequest.Write.LENGTH + 1;
        return mayHaveOne && packet[received - 1] == '\n' ? received - 1 : received;
    }

    /**
     * Checks a packet.
     *
     * @param received 0 to {@link #PACKET_BYTES}
     * @return the reason for a refusal, or null if the packet is a legal request
     */
    @Nullable
    String objection(byte[] packet, int received) {
        if (received == 0) {
            return empty();
        }
        if (received == PACKET_BYTES) {
            return tooLong(received);
        }
        int length = withoutLineFeed(packet, received);
        if (length == WwepRequest.Read.LENGTH + 1 || length == WwepRequest.Write.LENGTH + 1) {
            return noLineFeed(received);
        }
        if (length != WwepRequest.Read.LENGTH && length != WwepRequest.Write.LENGTH) {
            return wrongLength(received);
        }
        if (packet[0] != (length == WwepRequest.Read.LENGTH ? 'R' : 'W')) {
            return wrongCommand(character(packet[0]), received);
        }
        for (int i = 1; i < length; i++) {
            if (!HexFormat.isHexDigit(packet[i])) {
                return wrongCharacter(character(packet[i]));
            }
        }
        return null;
    }

    private static char character(byte received) {
        return (char) (received & 0xFF);
    }

    /** Nothing came. */
    abstract String empty();

    /** More came than a request and its line feed. */
    abstract String tooLong(int received);

    /** One byte more than a request came, and it is no line feed. */
    abstract String noLineFeed(int received);

    /** No request has this length. */
    abstract String wrongLength(int received);

    /** The first byte is not that of the request which has this length. */
    abstract String wrongCommand(char command, int received);

    /** A byte is not a hexadecimal digit. */
    abstract String wrongCharacter(char character);
}
