package io.wwep.check;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Checks requirements of a test on its machine. */
public final class Required {

    private Required() {}

    /**
     * Skips the test, with the reason, if a condition does not hold. Fails it instead if the environment variable
     * {@code CI} is set, so that nothing is skipped unnoticed.
     */
    public static void that(boolean condition, String reasonIfNot) {
        if (!condition && System.getenv("CI") != null) {
            Assertions.fail(reasonIfNot);
        }
        Assumptions.assumeTrue(condition, reasonIfNot);
    }
}
