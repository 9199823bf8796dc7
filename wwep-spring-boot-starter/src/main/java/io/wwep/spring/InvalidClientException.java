package io.wwep.spring;

import org.jspecify.annotations.Nullable;

/** A client cannot be configured as the properties say. {@link InvalidClientFailureAnalyzer} reports it when startup fails. */
final class InvalidClientException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final @Nullable String property;
    private final String action;

    /**
     * Creates an exception.
     *
     * @param property the full name of the wrong property, or null if the fault is elsewhere
     * @param problem what is wrong
     * @param action what to do about it
     * @param cause null if there is none
     */
    InvalidClientException(@Nullable String property, String problem, String action, @Nullable Throwable cause) {
        super(problem, cause);
        this.property = property;
        this.action = action;
    }

    /** Returns an exception for a property whose value the client does not accept. */
    static InvalidClientException ofValue(String client, String property, IllegalArgumentException cause) {
        String full = WwepProperties.nameOf(client, property);
        return new InvalidClientException(
                full,
                "The value of " + full + " is not valid: " + cause.getMessage() + ".",
                "Change " + full + " in the application's configuration.",
                cause);
    }

    /** Returns an exception for connection details that the client does not accept. */
    static InvalidClientException ofDetails(String client, RuntimeException cause) {
        return new InvalidClientException(
                null,
                "The WwepConnectionDetails of the client '" + client + "' are not valid: " + cause.getMessage() + ".",
                "Change the WwepConnectionDetails bean that applies to '" + client + "'.",
                cause);
    }

    @Nullable
    String property() {
        return property;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String action() {
        return action;
    }
}
