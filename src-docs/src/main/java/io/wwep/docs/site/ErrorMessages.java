package io.wwep.docs.site;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The messages of the exceptions that the sources throw, and texts of which messages are made; … stands for what varies. */
final class ErrorMessages {

    /** A text, the module and the class that have it, and whether it is a whole message of an exception. */
    record Text(String module, String type, String text, boolean isMessage) {}

    private static final String VARYING = "…";

    /** Fewer letters are a word or a mark, and explain nothing. */
    private static final int SHORTEST = 10;

    private static final int SHORTEST_PART = 25;

    /** What is compared with a text is no part of a message. */
    private static final Set<String> COMPARING = Set.of("contains", "startsWith", "equals", "matches", "compile");

    private final List<Text> texts = new ArrayList<>();

    private ErrorMessages() {}

    /** Reads the sources of these modules. */
    static List<Text> read(List<Path> modules) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler: build the site with a JDK");
        }
        ErrorMessages found = new ErrorMessages();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            for (Path module : modules) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources(module)));
                for (CompilationUnitTree unit : task.parse()) {
                    String file = Path.of(unit.getSourceFile().getName())
                            .getFileName()
                            .toString();
                    found.readUnit(unit, String.valueOf(module.getFileName()), file.replace(".java", ""));
                }
            }
        }
        return List.copyOf(found.texts);
    }

    private static List<Path> sources(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private void readUnit(CompilationUnitTree unit, String module, String type) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {

            @Override
            public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
                if (made.getIdentifier().toString().endsWith("Exception")) {
                    made.getArguments().stream()
                            .flatMap(ErrorMessages::texts)
                            .filter(ErrorMessages::explains)
                            .forEach(text -> add(text, true));
                }
                return super.visitNewClass(made, null);
            }

            @Override
            public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
                return addPart(tree) ? null : super.visitBinary(tree, null);
            }

            @Override
            public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
                addPart(tree);
                return null;
            }

            @Override
            public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                if (COMPARING.contains(name(call))) {
                    return scan(call.getMethodSelect(), null);
                }
                return addPart(call) ? null : super.visitMethodInvocation(call, null);
            }

            private boolean addPart(ExpressionTree tree) {
                String text = text(tree);
                boolean isPart = text.replace(VARYING, "").length() >= SHORTEST_PART && text.contains(" ");
                if (isPart) {
                    add(text, false);
                }
                return isPart;
            }

            private void add(String text, boolean isMessage) {
                String line =
                        text.replaceAll("\\s+", " ").replaceFirst("^[;,] ", "").strip();
                texts.add(new Text(module, type, line.replace("{}", VARYING), isMessage));
            }
        }.scan(unit, null);
    }

    private static boolean explains(String text) {
        return text.replace(VARYING, "").length() > SHORTEST;
    }

    private static Stream<String> texts(ExpressionTree tree) {
        if (tree instanceof ConditionalExpressionTree choice) {
            return Stream.concat(texts(choice.getTrueExpression()), texts(choice.getFalseExpression()));
        }
        return Stream.of(text(tree));
    }

    /** What an expression is as far as it is written, or … where it varies. */
    private static String text(ExpressionTree tree) {
        if (tree instanceof ParenthesizedTree inner) {
            return text(inner.getExpression());
        }
        if (tree instanceof LiteralTree literal && literal.getValue() instanceof String value) {
            return value;
        }
        if (tree instanceof BinaryTree sum && sum.getKind() == Kind.PLUS) {
            String text = text(sum.getLeftOperand()) + text(sum.getRightOperand());
            return text.replaceAll(VARYING + "+", VARYING);
        }
        if (tree instanceof MethodInvocationTree call && call.getMethodSelect() instanceof MemberSelectTree method) {
            if (name(call).equals("formatted")) {
                return varying(text(method.getExpression()));
            }
            if (name(call).equals("format") && !call.getArguments().isEmpty()) {
                return varying(text(call.getArguments().get(0)));
            }
        }
        return VARYING;
    }

    private static String name(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree method
                ? method.getIdentifier().toString()
                : "";
    }

    private static String varying(String format) {
        return format.replaceAll("%[-0-9.$]*[a-zA-Z]", VARYING);
    }
}
