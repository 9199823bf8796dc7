package io.wwep.check;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine it runs on. */
public final class Required {

    private Required() {}

    /**
     * Skips the test, with the reason, where a condition does not hold; but with {@code CI} set in the environment it fails,
     * so that nothing is skipped unseen.
     */
    public static void that(boolean condition, String reasonIfNot) {
        if (!condition && System.getenv("CI") != null) {
            Assertions.fail(reasonIfNot);
        }
        Assumptions.assumeTrue(condition, reasonIfNot);
    }
}
