package io.wwep.examples.certs;

/** The reasons in the SDK's messages, which end with advice after a semicolon. */
public final class ReasonText {

    private ReasonText() {}

    /** Returns a reason without its advice. A semicolon after a backslash belongs to a name. */
    public static String withoutAdvice(String reason) {
        for (int i = 0; i < reason.length(); i++) {
            switch (reason.charAt(i)) {
                case '\\' -> i++;
                case ';' -> {
                    return reason.substring(0, i);
                }
                default -> {}
            }
        }
        return reason;
    }
}
