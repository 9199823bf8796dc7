package io.wwep.examples;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A program's option for what the SDK's messages call by the name of a method.
 *
 * @param cue what a message contains
 * @param option what the program must have for the hint to make sense
 * @param text what to add to the message
 */
record OptionHint(String cue, String option, String text) {

    private static final List<OptionHint> ALL = List.of(
            new OptionHint("expectingName(", "--expect-name", "here that is --expect-name NAME"),
            new OptionHint("identity(", "--cert", "here that is --cert FILE and --key FILE"),
            new OptionHint("the trusted", "--ca", "give the certificate to trust by --ca FILE"),
            new OptionHint("up with tls(", "--tls", "here that is --tls, and --ca FILE for a private authority"),
            new OptionHint(
                    "leave tls(", "--tls", "here any of --tls, --ca, --expect-name, --cert and --key asks for TLS"),
            new OptionHint("replyTimeout(", "--timeout", "here that is --timeout TIME"),
            new OptionHint("give its password", "--key-password-file", "here that is --key-password-file FILE"));

    /** What to do about a problem, in options of this command; nothing if its message is all there is to say. */
    static Optional<String> of(@Nullable Exception problem, CommandSpec command) {
        String message = problem == null ? "" : String.valueOf(problem.getMessage());
        String hints = ALL.stream()
                .filter(each -> message.contains(each.cue) && command.findOption(each.option) != null)
                .map(OptionHint::text)
                .collect(Collectors.joining("; "));
        return hints.isEmpty() ? Optional.empty() : Optional.of(hints);
    }
}
