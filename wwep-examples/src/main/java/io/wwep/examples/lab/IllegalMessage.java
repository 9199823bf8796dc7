package io.wwep.examples.lab;

import io.wwep.protocol.WwepRequest;

/** Says what is wrong with a message that is not a request. */
final class IllegalMessage {

    private static final char FIRST_PRINTABLE = ' ';

    private IllegalMessage() {}

    /**
     * Returns what is wrong, in a sentence.
     *
     * @param message printable, with escapes for other characters
     */
    static String reason(String message) {
        if (message.isEmpty()) {
            return "The message is empty.";
        }
        char command = message.charAt(0);
        if (command == 'w' || command == 'r') {
            return "The command is '" + command + "', but commands are upper case: R or W.";
        }
        if (command != 'R' && command != 'W') {
            return "The first character is '" + shown(message, 0) + "', but a message begins with R or W.";
        }
        int length = command == 'R' ? WwepRequest.Read.LENGTH : WwepRequest.Write.LENGTH;
        for (int at = 1; at < Math.min(message.length(), length); at++) {
            if (Character.digit(message.charAt(at), 16) < 0 || message.charAt(at) > '~') {
                return "Character " + (at + 1) + " is '" + shown(message, at)
                        + "', but a hexadecimal digit, 0 to 9 or A to F, belongs there.";
            }
        }
        if (message.length() < length) {
            return "It has " + message.length() + " characters, but " + (command == 'R' ? "a read" : "a write")
                    + " has " + length + ".";
        }
        return "It has more than the " + length + " characters of " + (command == 'R' ? "a read." : "a write.");
    }

    /** Returns a character, or the whole escape that begins there. */
    private static String shown(String message, int at) {
        if (message.charAt(at) == '\\' && at + 1 < message.length()) {
            int end = message.charAt(at + 1) == 'x' ? at + 4 : at + 2;
            return message.substring(at, Math.min(end, message.length()));
        }
        return message.charAt(at) < FIRST_PRINTABLE ? "?" : message.substring(at, at + 1);
    }
}
