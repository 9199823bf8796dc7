package io.wwep.examples.bridge.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Why a text is not YAML, in words for its author. The parser describes its grammar instead.
 *
 * @param position where the mistake is, or else where the parser noticed it
 */
record SyntaxProblem(Position position, String message) {

    /**
     * What the parser says, and what its author should know.
     *
     * @param cue a part of the parser's message
     * @param isOfContext whether the mistake is where the parser began what it could not end
     */
    private record Wording(String cue, String message, boolean isOfContext) {

        static Wording here(String cue, String message) {
            return new Wording(cue, message, false);
        }

        static Wording atBeginning(String cue, String message) {
            return new Wording(cue, message, true);
        }
    }

    private static final String TAB = "a tab cannot indent; write spaces instead";
    private static final String OPEN_QUOTE = "this quote is not closed; write it at the end of the text too";

    private static final List<Wording> WORDINGS = List.of(
            Wording.here("(TAB)", TAB),
            Wording.here("'\\t'", TAB),
            Wording.here(
                    "mapping values are not allowed here",
                    "a colon is not expected here; write one after the key above, indent keys of the same level equally, or put text that contains ': ' in quotes"),
            Wording.atBeginning(
                    "could not find expected ':'",
                    "this has no colon and space after the key; write them, as in host: 10.0.0.7"),
            Wording.here("<block end>, but found '}'", "there is no { for this }; leave it out"),
            Wording.here("<block end>, but found ']'", "there is no [ for this ]; leave it out"),
            Wording.here(
                    "<block end>, but found '<scalar>'",
                    "this text follows a text that has ended; leave it out, or write \\\" for a quote in a quoted text"),
            Wording.here(
                    "expected <block end>",
                    "this line does not fit what is above it; indent keys of the same level equally"),
            Wording.atBeginning("found unexpected end of stream", OPEN_QUOTE),
            Wording.atBeginning("unexpected document separator", OPEN_QUOTE),
            Wording.atBeginning("'}', but got <stream end>", "this { is not closed; write } at its end"),
            Wording.atBeginning("']', but got <stream end>", "this [ is not closed; write ] at its end"),
            Wording.here(
                    "expected ',' or '}'",
                    "the text in {} ends before this; write a comma between keys, and } after the last"),
            Wording.here(
                    "expected ',' or ']'",
                    "the text in [] ends before this; write a comma between items, and ] after the last"),
            Wording.here("tag", "this is not a value; put text that begins with ! in quotes"),
            Wording.here(
                    "expected chomping or indentation indicators",
                    "this is not a value; put text that begins with | or > in quotes"),
            Wording.here(
                    "mapping keys are not allowed here", "this is not a value; put text that begins with ? in quotes"),
            Wording.here(
                    "sequence entries are not allowed here",
                    "a list cannot begin here; put text that begins with - in quotes"),
            Wording.here(
                    "that cannot start any token", "this character cannot begin a value; write the value in quotes"),
            Wording.here(
                    "unknown escape character", "unknown escape; write the text in single quotes, or \\\\ for \\"));

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
        String problem = String.valueOf(marked.getProblem());
        Optional<Wording> wording =
                WORDINGS.stream().filter(each -> problem.contains(each.cue)).findFirst();
        Optional<Mark> mark = wording.map(Wording::isOfContext).orElse(false)
                ? marked.getContextMark().or(marked::getProblemMark)
                : marked.getProblemMark().or(marked::getContextMark);
        return new SyntaxProblem(
                mark.map(YamlTree::position).orElse(Position.START),
                wording.map(Wording::message).orElseGet(() -> notYaml(problem)));
    }

    private static String notYaml(String problem) {
        return "this is not YAML: " + problem + "; write it as in the example";
    }

    void reportTo(Problems problems) {
        problems.error(position, message);
    }
}
