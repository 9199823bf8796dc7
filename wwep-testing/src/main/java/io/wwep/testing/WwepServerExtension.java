package io.wwep.testing;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that has a parameter of type {@link WwepTestServer} a server of its own, over TLS if the parameter is
 * {@link OverTls}; a test and its {@code @BeforeEach} and {@code @AfterEach} methods have the same one.
 *
 * <p>After the test it closes the server. Before that it looks for connections that are still open: a test that has left one
 * fails, because its client was not closed. For JUnit 5 and later; takes {@code junit-jupiter-api}, which does not come
 * with {@code wwep-server}.
 */
public final class WwepServerExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(WwepServerExtension.class);

    /** For JUnit. */
    public WwepServerExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // A server is of one test: there is none for @BeforeAll and constructors.
        return parameter.getParameter().getType() == WwepTestServer.class
                && context.getTestMethod().isPresent()
                && parameter.getDeclaringExecutable() instanceof Method;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Kind kind = parameter.isAnnotated(OverTls.class) ? Kind.TLS : Kind.PLAIN;
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        WwepTestServer known = store.get(kind, WwepTestServer.class);
        if (known != null) {
            return known;
        }
        WwepTestServer started = kind == Kind.TLS ? WwepTestServer.startTls() : WwepTestServer.start();
        store.put(kind, started);
        return started;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> left = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            WwepTestServer server = context.getStore(NAMESPACE).remove(kind, WwepTestServer.class);
            if (server != null) {
                try (server) {
                    int open = server.awaitNoConnections();
                    if (open > 0) {
                        left.add("the test has left " + open + (open == 1 ? " connection" : " connections")
                                + " to the server open: close its clients, best by try-with-resources. What happened:\n"
                                + server.transcript());
                    }
                }
            }
        }
        if (!left.isEmpty()) {
            throw new AssertionError(String.join("\n", left));
        }
    }

    private enum Kind {
        PLAIN,
        TLS
    }
}
