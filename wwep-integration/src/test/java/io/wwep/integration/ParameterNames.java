package io.wwep.integration;

import static java.util.stream.Collectors.joining;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads the names of parameters from the sources, since the published class files lack them. */
final class ParameterNames {

    private final Map<String, List<String>> names = new HashMap<>();

    private ParameterNames() {}

    /** Reads the main sources of all modules. */
    static ParameterNames ofSources() {
        ParameterNames read = new ParameterNames();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> modules = Files.list(Path.of(System.getProperty("wwep.home", "..")))) {
            List<Path> sources = modules.map(module -> module.resolve("src/main/java/io"))
                    .filter(Files::isDirectory)
                    .flatMap(ParameterNames::sourcesIn)
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(read.names, unit.getPackageName() + ".").scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private static Stream<Path> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the name of a parameter. */
    String of(Executable called, int index) {
        List<String> found = names.get(key(called));
        if (found != null) {
            return found.get(index);
        }
        RecordComponent[] components = called.getDeclaringClass().getRecordComponents();
        if (called instanceof Constructor<?> && components != null && components.length == called.getParameterCount()) {
            return components[index].getName();
        }
        throw new AssertionError("the sources do not contain " + key(called));
    }

    private static String key(Executable called) {
        String name = called instanceof Constructor<?> ? "<init>" : called.getName();
        return Arrays.stream(called.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(joining(",", called.getDeclaringClass().getName().replace('$', '.') + "." + name + "(", ")"));
    }

    private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final Map<String, List<String>> names;
        private String scope;

        /** The erasures of the type variables in scope. */
        private Map<String, String> variables = Map.of();

        Reader(Map<String, List<String>> names, String scope) {
            this.names = names;
            this.scope = scope;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            String outer = scope;
            Map<String, String> outerVariables = variables;
            scope += type.getSimpleName() + ".";
            variables = with(type.getTypeParameters());
            super.visitClass(type, null);
            scope = outer;
            variables = outerVariables;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            Map<String, String> erased = with(method.getTypeParameters());
            String types = method.getParameters().stream()
                    .map(Reader::type)
                    .map(type -> erased.getOrDefault(type, type))
                    .collect(joining(","));
            names.put(
                    scope + method.getName() + "(" + types + ")",
                    method.getParameters().stream()
                            .map(each -> each.getName().toString())
                            .toList());
            return null;
        }

        /** Returns the erasures with those of more type variables. */
        private Map<String, String> with(List<? extends TypeParameterTree> declared) {
            Map<String, String> more = new HashMap<>(variables);
            declared.forEach(each -> more.put(
                    each.getName().toString(),
                    each.getBounds().isEmpty()
                            ? "Object"
                            : erased(each.getBounds().get(0))));
            return more;
        }

        private static String type(VariableTree parameter) {
            return erased(parameter.getType());
        }

        /** Returns the simple name of the erased type. */
        private static String erased(@Nullable Tree type) {
            return String.valueOf(type)
                    .replaceAll("@[\\w.]+(\\(\\))? ?", "")
                    .replaceAll("<.*>", "")
                    .replace("...", "[]")
                    .replace(" ", "")
                    .replaceFirst("^.*\\.", "");
        }
    }
}
