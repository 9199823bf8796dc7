package io.wwep.examples.lab;

/** Checks the names that people give to devices. */
final class Names {

    static final int MAX_LENGTH = 40;

    private Names() {}

    /**
     * Returns the name without white space around it, perhaps empty.
     *
     * @throws IllegalArgumentException if it is too long, or has characters that are not shown or that rearrange others
     */
    static String checked(String name) {
        String stripped = name.strip();
        if (stripped.codePointCount(0, stripped.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("the name is too long: give at most " + MAX_LENGTH + " characters");
        }
        if (!stripped.codePoints().allMatch(Names::isShown)) {
            throw new IllegalArgumentException("the name has control characters, such as a line end; leave them out");
        }
        return stripped;
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
