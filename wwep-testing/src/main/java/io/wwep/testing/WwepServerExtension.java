package io.wwep.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects a new {@link WwepTestServer} into each test: into parameters of that type of the test and its {@code
 * @BeforeEach} and {@code @AfterEach} methods, and into instance fields of that type that are null and not final. With
 *     {@link OverTls} on the parameter or field, the server uses TLS. A test and its lifecycle methods share one server
 *     of each kind. If several tests run concurrently on one instance, use parameters, because a field can hold only
 *     one server.
 *
 * <p>After the test, the extension closes the server. A test that leaves a connection open fails, because it did not
 * close its client.
 *
 * <p>Constructors and {@code @BeforeAll} methods do not belong to a single test and get no server. Start one there with
 * {@link WwepTestServer#start()} and close it yourself.
 *
 * <p>Works with JUnit 5 and later. Requires {@code junit-jupiter-api}, which is not a transitive dependency of {@code
 * wwep-testing}. A module with such tests needs {@code requires org.junit.jupiter.api}.
 */
@SuppressWarnings("exports") // users of this class have JUnit; see module-info.java
public final class WwepServerExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(WwepServerExtension.class);

    /** For JUnit. */
    public WwepServerExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(context, "context");
        return parameter.getParameter().getType() == WwepTestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(context, "context");
        if (context.getTestMethod().isEmpty() || !(parameter.getDeclaringExecutable() instanceof Method)) {
            throw new ParameterResolutionException("a WwepTestServer belongs to one test, but "
                    + parameter.getDeclaringExecutable()
                    + " belongs to all: declare it as a parameter of the test or of a @BeforeEach method, or as a field; for"
                    + " one server for all tests of a class, call WwepTestServer.start() in @BeforeAll and close it in"
                    + " @AfterAll");
        }
        return server(context, parameter.isAnnotated(OverTls.class));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        Objects.requireNonNull(context, "context");
        InjectedFields injected = new InjectedFields(new ArrayList<>());
        context.getStore(NAMESPACE).put(InjectedFields.class, injected);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    int modifiers = field.getModifiers();
                    if (field.getType() == WwepTestServer.class
                            && !Modifier.isStatic(modifiers)
                            && !Modifier.isFinal(modifiers)) {
                        inject(field, instance, context, injected);
                    }
                }
            }
        }
    }

    private static void inject(Field field, Object instance, ExtensionContext context, InjectedFields injected)
            throws IllegalAccessException {
        if (!field.trySetAccessible()) {
            throw new ExtensionConfigurationException(field + " cannot be set: open its package to io.wwep.testing in"
                    + " module-info.java, or declare a parameter instead");
        }
        if (field.get(instance) == null) {
            WwepTestServer server = server(context, field.isAnnotationPresent(OverTls.class));
            field.set(instance, server);
            injected.all.add(new Injected(field, instance, server));
        }
    }

    /** Returns the test's server of this kind, started on first use. */
    private static WwepTestServer server(ExtensionContext context, boolean overTls) {
        Kind kind = overTls ? Kind.TLS : Kind.PLAIN;
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        WwepTestServer existing = store.get(kind, WwepTestServer.class);
        if (existing != null) {
            return existing;
        }
        WwepTestServer started = overTls ? WwepTestServer.startTls() : WwepTestServer.start();
        store.put(kind, started);
        return started;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IllegalAccessException {
        Objects.requireNonNull(context, "context");
        // The next test on the same instance gets a new server.
        InjectedFields injected = context.getStore(NAMESPACE).remove(InjectedFields.class, InjectedFields.class);
        if (injected != null) {
            injected.clear();
        }
        List<String> openConnections = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            WwepTestServer server = context.getStore(NAMESPACE).remove(kind, WwepTestServer.class);
            if (server != null) {
                try (server) {
                    int open = server.awaitNoConnections();
                    if (open > 0) {
                        openConnections.add("the test left " + open + (open == 1 ? " connection" : " connections")
                                + " to the server open: close its clients, preferably with try-with-resources."
                                + " What happened:\n"
                                + server.transcript());
                    }
                }
            }
        }
        if (!openConnections.isEmpty()) {
            throw new AssertionError(String.join("\n", openConnections));
        }
    }

    private record Injected(Field field, Object instance, WwepTestServer server) {}

    /** The fields set for a test. */
    private record InjectedFields(List<Injected> all) {

        void clear() throws IllegalAccessException {
            for (Injected each : all) {
                if (each.field.get(each.instance) == each.server) {
                    each.field.set(each.instance, null);
                }
            }
        }
    }

    private enum Kind {
        PLAIN,
        TLS
    }
}
