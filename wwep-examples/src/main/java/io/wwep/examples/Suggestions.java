package io.wwep.examples;

import java.util.Collection;
import java.util.List;

/** The words that a mistyped one may stand for: only those that are close to it, and often none. */
final class Suggestions {

    /** One mistake is forgiven in a short word, and one more for each further three letters. */
    private static final int LETTERS_FOR_A_MISTAKE = 3;

    private static final int SHORTEST_BEGINNING = 3;

    private Suggestions() {}

    /** A question to add to a message, such as: ; did you mean write? It is empty if nothing comes close. */
    static String question(String word, Collection<String> known) {
        List<String> close = known.stream()
                .filter(each -> isClose(word, each))
                .distinct()
                .sorted()
                .toList();
        return close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
    }

    private static boolean isClose(String typed, String meant) {
        String word = letters(typed);
        String other = letters(meant);
        int mistakes = Math.max(1, word.length() / LETTERS_FOR_A_MISTAKE);
        return (word.length() >= SHORTEST_BEGINNING && other.startsWith(word))
                || (word.length() > 1 && distance(word, other) <= mistakes);
    }

    private static String letters(String option) {
        return option.replaceFirst("^-+", "");
    }

    /** How many letters to insert, delete, replace, or swap with their neighbor, to turn one word into the other. */
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
