package io.wwep.examples;

/**
 * How the programs were started, as far as they must know it. Help and messages name the command that a person would type:
 * {@code ./wwep} in a checkout, {@code wwep} where the programs are installed.
 */
final class Launcher {

    /** The launcher says by this system property where its folder {@code certs} is. */
    static final String HOME = "wwep.home";

    /** The launcher says by this system property how it is called. */
    private static final String COMMAND = "wwep.command";

    private static final String IN_CHECKOUT = "./wwep";

    private Launcher() {}

    /** What a person types to run a program. */
    static String command() {
        return System.getProperty(COMMAND, IN_CHECKOUT);
    }

    static boolean isInCheckout() {
        return command().equals(IN_CHECKOUT);
    }

    /** A text that was written for a checkout, as it is true for this launcher. */
    static String asTyped(String text) {
        return isInCheckout() ? text : text.replaceAll("(?<![\\w./])\\./wwep(?=[ .]|$)", command());
    }
}
