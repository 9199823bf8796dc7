package io.wwep.examples.certs;

import java.util.List;
import java.util.Objects;

/**
 * A step in the explanation of a certificate.
 *
 * @param title a few words
 * @param paragraphs sentences, or values on lines of their own
 */
public record ExplanationStep(String title, List<String> paragraphs) {

    /**
     * Validates.
     *
     * @param title a few words
     * @param paragraphs sentences, or values on lines of their own
     */
    public ExplanationStep {
        Objects.requireNonNull(title, "title");
        paragraphs = List.copyOf(paragraphs);
    }
}
