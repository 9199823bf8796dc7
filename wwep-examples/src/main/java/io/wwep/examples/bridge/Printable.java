package io.wwep.examples.bridge;

/** Makes text from outside safe for a line of the log or an answer: short, and without control characters. */
final class Printable {

    private static final int MAX_LENGTH = 500;

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .forEach(character -> printable.appendCodePoint(isSafe(character) ? character : '?'));
        return printable
                .append(text.codePointCount(0, text.length()) > MAX_LENGTH ? "…" : "")
                .toString();
    }

    private static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
