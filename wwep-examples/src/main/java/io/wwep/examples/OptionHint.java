package io.wwep.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The programs' options for what the SDK's messages call by the names of its methods. */
final class OptionHint {

    private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("expectingName(", "--expect-name NAME");
        OPTIONS.put("identity(", "--cert FILE --key FILE");
        OPTIONS.put("the trusted", "--ca FILE, with the certificate to trust");
        OPTIONS.put("set it up with tls(", "--tls");
        OPTIONS.put("leave tls(", "leave --tls and its companions out");
        OPTIONS.put("give its password", "--key-password-file FILE");
    }

    private OptionHint() {}

    /** What to do about a problem, in options; nothing if its message is all there is to say. */
    static Optional<String> of(@Nullable Exception problem) {
        String message = problem == null ? "" : String.valueOf(problem.getMessage());
        String options = OPTIONS.entrySet().stream()
                .filter(each -> message.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; or "));
        return options.isEmpty() ? Optional.empty() : Optional.of("here: " + options);
    }
}
