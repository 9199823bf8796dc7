package io.wwep.examples;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Rewrites the SDK's messages for the command line: names of methods become options. */
final class MessageRewriter {

    /**
     * A rule for one phrase.
     * @param method the SDK's phrase
     * @param option the option that decides between the replacements
     * @param with the replacement if the command has that option
     * @param without the replacement if it does not
     */
    private record Wording(Pattern method, String option, String with, String without) {

        static Wording of(String method, String option, String with, String without) {
            return new Wording(Pattern.compile(method), option, with, without);
        }

        String in(String message, boolean hasOption) {
            return method.matcher(message).replaceAll(hasOption ? with : without);
        }
    }

    /** Applied in this order: sentences first, then single names. */
    private static final List<Wording> WORDINGS = List.of(
            Wording.of(
                    "set (?:it|the client) up with tls\\(…\\)",
                    "--tls",
                    "give --tls, and --ca FILE for a private authority",
                    "speak TLS to it with ./wwep read --tls"),
            Wording.of(
                    ",? or leave tls\\(…\\) out",
                    "--tls",
                    ", or leave out --tls, --ca, --expect-name, --cert and --key",
                    ""),
            Wording.of(
                    "wait longer with replyTimeout\\(…\\)(?: and deadline\\(…\\))?",
                    "--timeout",
                    "wait longer with --timeout TIME",
                    "try again later"),
            Wording.of(
                    "give calls more time with deadline\\(…\\), or have fewer at once",
                    "--timeout",
                    "give it more time with --timeout TIME",
                    "try again later"),
            Wording.of(
                    "see what it accepts, and allow that with protocols\\(…\\) and ciphers\\(…\\)",
                    "--tls",
                    "see what it accepts, and what Java's security settings forbid",
                    "see what it accepts, and what Java's security settings forbid"),
            Wording.of(
                    "allow one that it accepts with protocols\\(…\\)",
                    "--tls",
                    "have the server allow one of them",
                    "have the server allow one of them"),
            Wording.of("use trustingKeyStore\\(…\\), or ", "--ca", "", ""),
            Wording.of(
                    "have the SSLContext that was given to of\\(…\\) trust", "--ca", "trust with --ca FILE", "trust"),
            Wording.of(
                    "check what was given to of\\(…\\)",
                    "--expect-name",
                    "check what --ca, --cert and --key name",
                    "check Java's security settings"),
            Wording.of(", or ask for revocation\\(SOFT\\)", "--revocation", ", or ask for --revocation soft", ""),
            Wording.of(
                    "call plain\\(port\\) or tls\\(port, identity\\), 0 picks a free one",
                    "--bind",
                    "give --port or --tls-port, 0 for any free one",
                    "start it with a port"),
            Wording.of("call tls\\(port, identity\\) too", "--tls-port", "give --tls-port too", "start it with TLS"),
            Wording.of("expectingName\\(\"([^\"]*)\"\\)", "--expect-name", "--expect-name $1", "that its name is $1"),
            Wording.of("with expectingName\\(…\\)", "--expect-name", "with --expect-name NAME", "instead"),
            Wording.of("(,? ?)with identity\\(…\\)", "--cert", "$1with --cert FILE and --key FILE", ""),
            Wording.of("with port\\(…\\)", "--port", "with --port", "apart"));

    private record Hint(String cue, String option, String text) {}

    /** Options that help with SDK messages that name no method. */
    private static final List<Hint> HINTS = List.of(
            new Hint("the trusted", "--ca", "give the certificate to trust with --ca FILE"),
            new Hint("give its password", "--key-password-file", "here that is --key-password-file FILE"));

    private final CommandSpec command;

    /** Creates a rewriter for this command's options. */
    MessageRewriter(CommandSpec command) {
        this.command = command;
    }

    /** Returns a failure's message, rewritten. */
    String of(Exception problem) {
        return of(problem.getMessage() == null ? problem.toString() : problem.getMessage());
    }

    /** Returns a message, rewritten. */
    String of(String message) {
        String said = message;
        for (Wording each : WORDINGS) {
            said = each.in(said, has(each.option));
        }
        return said;
    }

    /** Returns further advice on a failure; empty if its message says everything. */
    Optional<String> hint(Exception problem) {
        return hint(String.valueOf(problem.getMessage()));
    }

    /** Returns further advice on a message; empty if it says everything. */
    Optional<String> hint(String message) {
        String hints = HINTS.stream()
                .filter(each -> message.contains(each.cue) && has(each.option))
                .map(Hint::text)
                .collect(Collectors.joining("; "));
        return hints.isEmpty() ? Optional.empty() : Optional.of(hints);
    }

    private boolean has(String option) {
        return command.findOption(option) != null;
    }
}
