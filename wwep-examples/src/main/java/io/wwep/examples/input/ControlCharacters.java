package io.wwep.examples.input;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a terminal would obey or hide in a text from outside, such as an Escape or a change of direction. */
public final class ControlCharacters {

    /** Also spaces that look like others, as copied from a web page. */
    private static final Pattern ANY =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9F}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}[\\p{Zs}&&[^ ]]]");

    private ControlCharacters() {}

    /** Returns the text for a message: on one line, with each of these characters escaped as in Java. */
    public static String escaped(String text) {
        return ANY.matcher(text).replaceAll(found -> code("\\\\u", found));
    }

    /** Returns the first of these characters, as in U+202E; empty if the text has none. */
    public static Optional<String> first(String text) {
        Matcher found = ANY.matcher(text);
        return found.find() ? Optional.of(code("U+", found)) : Optional.empty();
    }

    private static String code(String prefix, MatchResult found) {
        return String.format("%s%04X", prefix, found.group().codePointAt(0));
    }
}
