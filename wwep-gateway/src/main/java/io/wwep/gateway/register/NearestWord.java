package io.wwep.gateway.register;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that the user probably meant. */
final class NearestWord {

    private static final int LETTERS_PER_TYPO = 3;

    private NearestWord() {}

    /** Returns the known word with the fewest differences, if they are few for the word's length. */
    static Optional<String> to(String word, Collection<String> known) {
        int allowed = Math.max(1, word.length() / LETTERS_PER_TYPO);
        return known.stream()
                .filter(each -> distance(word, each) <= allowed)
                .min(Comparator.comparingInt((String each) -> distance(word, each))
                        .thenComparing(each -> each));
    }

    /** Returns the number of letters to insert, delete or replace to turn one word into the other. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
