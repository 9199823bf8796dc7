package io.wwep.integration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that every public constructor and method of every module rejects null for each parameter that is not {@link
 * Nullable}, with a {@link NullPointerException} whose message is the parameter's name. It is in this module because
 * only here all others are on the class path, so a new one is included automatically.
 */
class NullArgumentsTest {

    /** Packages without a module descriptor, because Lettuce and Spring Boot have none. */
    private static final Set<String> WITHOUT_MODULE = Set.of("io.wwep.server.redis", "io.wwep.spring");

    private static final ParameterNames NAMES = ParameterNames.ofSources();

    /** The parameter to pass null for. */
    record Parameter(Class<?> type, Executable called, int index, String name) {

        @Override
        public String toString() {
            return type.getName().replaceFirst(".*\\.", "") + "." + text(called) + ": " + name;
        }
    }

    @Test
    void allExportedPackagesAreChecked() throws IOException {
        assertThat(exportedPackages())
                .contains(
                        "io.wwep.client",
                        "io.wwep.protocol",
                        "io.wwep.tls",
                        "io.wwep.gateway",
                        "io.wwep.gateway.metrics",
                        "io.wwep.gateway.register",
                        "io.wwep.pki",
                        "io.wwep.server",
                        "io.wwep.server.store",
                        "io.wwep.testing")
                .containsAll(WITHOUT_MODULE);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void nullIsRejectedWithTheParametersName(Parameter parameter) throws Exception {
        @Nullable Throwable thrown = Samples.with(samples -> call(parameter, samples));

        assertThat(thrown)
                .as("null for %s", parameter)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(parameter.name());
    }

    static Stream<Parameter> parameters() throws IOException {
        Set<String> packages = exportedPackages();
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(packages).stream()
                        .filter(each -> packages.contains(each.getPackageName()))
                        .map(JavaClass::reflect)
                        .filter(NullArgumentsTest::isPublic)
                        .sorted((a, b) -> a.getName().compareTo(b.getName()))
                        .flatMap(NullArgumentsTest::parametersOf);
    }

    private static Set<String> exportedPackages() throws IOException {
        Set<String> exported = new TreeSet<>(WITHOUT_MODULE);
        for (URL url : Collections.list(NullArgumentsTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream input = url.openStream()) {
                ModuleDescriptor module = ModuleDescriptor.read(input);
                if (module.name().startsWith("io.wwep.")) {
                    module.exports().stream()
                            .filter(each -> !each.isQualified())
                            .map(ModuleDescriptor.Exports::source)
                            .forEach(exported::add);
                }
            }
        }
        return exported;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static Stream<Parameter> parametersOf(Class<?> type) {
        List<Executable> called = new ArrayList<>();
        if (!Modifier.isAbstract(type.getModifiers())) {
            called.addAll(List.of(type.getConstructors()));
        }
        Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.wwep."))
                .filter(method -> method.getDeclaringClass() == type || !isPublic(method.getDeclaringClass()))
                .filter(method -> !method.isSynthetic() && !isGenerated(type, method))
                .filter(method ->
                        Modifier.isStatic(method.getModifiers()) || !Samples.IMPLEMENTED_BY_USERS.contains(type))
                .forEach(called::add);
        return called.stream().sorted((a, b) -> text(a).compareTo(text(b))).flatMap(each -> parametersOf(type, each));
    }

    /**
     * Excludes {@code equals}, which accepts null by contract, and {@code valueOf} of an enum, which the compiler
     * generates.
     */
    private static boolean isGenerated(Class<?> type, Method method) {
        return (method.getName().equals("equals") && method.getParameterCount() == 1)
                || (type.isEnum() && method.getName().equals("valueOf"));
    }

    private static Stream<Parameter> parametersOf(Class<?> type, Executable called) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < called.getParameterCount(); i++) {
            if (!called.getParameterTypes()[i].isPrimitive() && !isNullable(type, called, i)) {
                parameters.add(new Parameter(type, called, i, NAMES.of(called, i)));
            }
        }
        return parameters.stream();
    }

    private static boolean isNullable(Class<?> type, Executable called, int index) {
        AnnotatedType annotated = called.getAnnotatedParameterTypes()[index];
        if (called instanceof Constructor<?> && type.isRecord()) {
            RecordComponent[] components = type.getRecordComponents();
            if (components.length == called.getParameterCount()) {
                annotated = components[index].getAnnotatedType();
            }
        }
        return annotated.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Throwable call(Parameter parameter, Samples samples) throws ReflectiveOperationException {
        Executable called = parameter.called();
        @Nullable Object[] arguments = new @Nullable Object[called.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == parameter.index() ? null : samples.of(called.getParameterTypes()[i]);
        }
        try {
            if (called instanceof Constructor<?> constructor) {
                samples.closeLater(constructor.newInstance(arguments));
            } else {
                Method method = (Method) called;
                method.setAccessible(true); // it may be inherited from a non-public superclass
                boolean isStatic = Modifier.isStatic(method.getModifiers());
                samples.closeLater(method.invoke(isStatic ? null : samples.of(parameter.type()), arguments));
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static String text(Executable called) {
        String name = called instanceof Method ? called.getName() : "new";
        return Arrays.stream(called.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(joining(", ", name + "(", ")"));
    }
}
