package io.wwep.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The programs' options for what the SDK's messages call by the names of its methods. */
final class OptionHint {

    /** What a message contains, and what to add to it. */
    private static final Map<String, String> HINTS = new LinkedHashMap<>();

    static {
        HINTS.put("expectingName(", "here that is --expect-name NAME");
        HINTS.put("identity(", "here that is --cert FILE and --key FILE");
        HINTS.put("the trusted", "give the certificate to trust by --ca FILE");
        HINTS.put("set it up with tls(", "here that is --tls, and --ca FILE for a private authority");
        HINTS.put("leave tls(", "here any of --tls, --ca, --expect-name, --cert and --key asks for TLS");
        HINTS.put("give its password", "here that is --key-password-file FILE");
    }

    private OptionHint() {}

    /** What to do about a problem, in options; nothing if its message is all there is to say. */
    static Optional<String> of(@Nullable Exception problem) {
        String message = problem == null ? "" : String.valueOf(problem.getMessage());
        String hints = HINTS.entrySet().stream()
                .filter(each -> message.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        return hints.isEmpty() ? Optional.empty() : Optional.of(hints);
    }
}
