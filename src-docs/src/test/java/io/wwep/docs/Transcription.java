package io.wwep.docs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a page says that a program prints. A line of three dots stands for any lines, and what is different each time (a
 * time, a port that the system chose, a date, a fingerprint, a token, the end of a key, the alert by which a JDK refuses) for any
 * such, unless it is exact, as a help text is.
 */
record Transcription(List<String> lines, boolean isExact) {

    private static final List<String> DIFFERENT_EACH_TIME = List.of(
            "\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?)?",
            "(?<=:)(3[2-9]|[45]\\d|6[0-5])\\d{3}\\b(?<!40508)",
            "\\b(3[2-9]|[45]\\d|6[0-5])\\d{3}(?= +[WRA]| and)(?<!40508)",
            " *\\d+(\\.\\d+)?(?= (ms|s|seconds|exchanges/s)\\b)",
            "\\d\\d:\\d\\d:\\d\\d\\.\\d+",
            "(?<=\"millis\":)\\d+\\.\\d",
            "\\d+(?= days left)",
            "(?<=key \\.\\.)[0-9a-f]{16}\\b",
            "(?<=\\(alert )\\w+",
            "(?<=#instructor=)[0-9a-f]{32}",
            "([0-9A-F]{2}:){15,}[0-9A-F]{2}");

    boolean isAllOf(String printed) {
        return lines.isEmpty()
                ? printed.isBlank()
                : pattern().matcher(steady(withoutBlankEnds(printed))).matches();
    }

    /** Keeps the spaces that the first line begins with: the head of a grid does. */
    private static String withoutBlankEnds(String printed) {
        return printed.stripTrailing().replaceFirst("^(\\s*\\n)+", "");
    }

    boolean isWithin(String printed) {
        return pattern().matcher(steady(printed)).find();
    }

    private Pattern pattern() {
        StringBuilder regex = new StringBuilder();
        boolean afterText = false;
        for (String line : lines) {
            boolean any = line.strip().equals("...");
            // What stands for any lines stands for the ends of the lines around it too.
            regex.append(afterText && !any ? "\n" : "");
            regex.append(any ? "(?s:.*)" : Pattern.quote(steady(line).stripTrailing()) + " *");
            afterText = !any;
        }
        return Pattern.compile("^" + regex + "$", Pattern.MULTILINE);
    }

    private String steady(String text) {
        String steady = text.replace("\r", "");
        if (isExact) {
            return steady;
        }
        for (String different : DIFFERENT_EACH_TIME) {
            steady = steady.replaceAll(different, "#");
        }
        // Columns move with what stands in them.
        return steady.replaceAll("# +", "# ");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
