package io.wwep.examples.input;

import java.util.Collection;
import java.util.List;

/** Suggests known words that are close to a mistyped one. */
public final class Suggestions {

    /** One mistake is allowed per this number of letters, and at least one. */
    private static final int LETTERS_FOR_A_MISTAKE = 3;

    private static final int SHORTEST_BEGINNING = 3;

    private Suggestions() {}

    /**
     * Returns a question to append to a message, such as: ; did you mean write? Empty if nothing is close.
     *
     * @param word what the user wrote
     * @param known the words that would be right
     */
    public static String question(String word, Collection<String> known) {
        List<String> close = close(word, known);
        return close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
    }

    /**
     * Returns the known words that are close to a word, in alphabetical order.
     *
     * @param word what the user wrote
     * @param known the words that would be right
     */
    public static List<String> close(String word, Collection<String> known) {
        return known.stream()
                .filter(each -> isClose(word, each))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isClose(String typed, String meant) {
        String word = letters(typed);
        String other = letters(meant);
        int mistakes = Math.max(1, word.length() / LETTERS_FOR_A_MISTAKE);
        return (word.length() >= SHORTEST_BEGINNING && other.startsWith(word))
                || (word.length() > 1
                        && Math.abs(word.length() - other.length()) <= mistakes
                        && distance(word, other) <= mistakes);
    }

    private static String letters(String option) {
        return option.replaceFirst("^-+", "");
    }

    /**
     * Returns the number of letters to insert, delete, replace, or swap with their neighbor to turn one word into the
     * other.
     */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
