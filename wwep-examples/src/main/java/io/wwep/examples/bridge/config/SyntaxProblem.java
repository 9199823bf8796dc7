package io.wwep.examples.bridge.config;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Why a text is not YAML, in words for its author. The parser describes its grammar instead.
 *
 * @param position where the parser noticed it
 */
record SyntaxProblem(Position position, String message) {

    /**
     * What the parser says, and what its author should know.
     *
     * @param cue a part of the parser's message
     */
    private record Wording(String cue, String message) {}

    private static final List<Wording> WORDINGS = List.of(
            new Wording("(TAB)", "a tab cannot indent; write spaces instead"),
            new Wording("'\\t'", "a tab cannot indent; write spaces instead"),
            new Wording(
                    "mapping values are not allowed here",
                    "a colon is not expected here; indent keys of the same level equally, and write text that contains ': ' in quotes"),
            new Wording(
                    "could not find expected ':'",
                    "the line above is not complete; write each key with a colon and a space, as in host: 10.0.0.7"),
            new Wording(
                    "expected <block end>",
                    "this line does not fit what is above it; indent keys of the same level equally"),
            new Wording("found unexpected end of stream", "a quote is not closed; write it at the end of the text"),
            new Wording("unexpected document separator", "a quote is not closed; write it at the end of the text"),
            new Wording("expected ',' or '}'", "a { is not closed; write , between keys and } at the end"),
            new Wording("expected ',' or ']'", "a [ is not closed; write , between items and ] at the end"),
            new Wording(
                    "that cannot start any token", "this character cannot begin a value; write the value in quotes"),
            new Wording("unknown escape character", "unknown escape; write the text in single quotes, or \\\\ for \\"));

    static SyntaxProblem of(String text, YamlEngineException failure) {
        if (failure instanceof ReaderException invisible) {
            return new SyntaxProblem(
                    Position.of(text, invisible.getPosition()),
                    String.format("the character U+%04X cannot be in YAML; delete it", invisible.getCodePoint()));
        }
        if (failure instanceof YamlVersionException) {
            return new SyntaxProblem(
                    Position.START, "this version of YAML is not supported; delete the line that begins with %YAML");
        }
        if (!(failure instanceof MarkedYamlEngineException marked)) {
            return new SyntaxProblem(Position.START, notYaml(String.valueOf(failure.getMessage())));
        }
        Position position = marked.getProblemMark()
                .or(marked::getContextMark)
                .map(YamlTree::position)
                .orElse(Position.START);
        String problem = String.valueOf(marked.getProblem());
        return new SyntaxProblem(
                position,
                WORDINGS.stream()
                        .filter(each -> problem.contains(each.cue))
                        .findFirst()
                        .map(Wording::message)
                        .orElseGet(() -> notYaml(problem)));
    }

    private static String notYaml(String problem) {
        return "this is not YAML: " + problem + "; write it as in the example";
    }

    void reportTo(Problems problems) {
        problems.error(position, message);
    }
}
