package io.wwep.server;

import io.wwep.protocol.WwepRequest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Checks packets like the course's servers, and words the refusals like each of them. Both check the length first, then
 * the first byte together with the length, then each digit.
 */
enum CourseWording {

    /** The server of exercises 6.4 and 6.5, which reports only the kind of error. */
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

    /** The dual server of exercise 6.7, which adds the received bytes, and the length including the line feed. */
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

    /** The number of bytes that the servers read at most: one more than any request with its line feed. */
    static final int PACKET_BYTES = WwepRequest.Write.LENGTH + 2;

    private static final String COMMAND = "illegal command";
    private static final String LENGTH = "illegal message length";
    private static final String CHARACTER = "illegal character";

    /** Returns the wording of a course profile. */
    static CourseWording of(ServerProfile profile) {
        return profile == ServerProfile.COURSE_6_7 ? DETAILED : PLAIN;
    }

    /** Returns the length of a packet without the line feed that may follow a request. */
    static int withoutLineFeed(byte[] packet, int received) {
        boolean mayHaveOne = received == WwepRequest.Read.LENGTH + 1 || received == WwepRequest.Write.LENGTH + 1;
        return mayHaveOne && packet[received - 1] == '\n' ? received - 1 : received;
    }

    /**
     * Checks a packet.
     *
     * @param received 0 to {@link #PACKET_BYTES}
     * @return the reason for refusing it, or null if the packet is a legal request
     */
    @Nullable
    String refusalReason(byte[] packet, int received) {
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

    /** Nothing was received. */
    abstract String empty();

    /** More bytes than a request and its line feed were received. */
    abstract String tooLong(int received);

    /** One byte more than a request was received, and it is not a line feed. */
    abstract String noLineFeed(int received);

    /** No request has this length. */
    abstract String wrongLength(int received);

    /** The first byte does not match the request of this length. */
    abstract String wrongCommand(char command, int received);

    /** A byte is not a hexadecimal digit. */
    abstract String wrongCharacter(char character);
}
