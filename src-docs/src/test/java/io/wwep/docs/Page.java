package io.wwep.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the site, as it is written in AsciiDoc. */
record Page(String name, List<String> lines) {

    private static final Pattern SOURCE = Pattern.compile(
            "\\[source,(console|java|kotlin|properties|sh|xml|yaml)(,in=(\\w+)|,subs=\"\\+attributes\")?]");

    private static final Pattern COMMAND = Pattern.compile("\\s*(\\$ )?(\\./wwep|openssl|nc|mvn) .*|\\s*\\$ .*");

    static Page read(Path file) {
        return new Page(
                file.getFileName().toString(), Checkout.text(file).lines().toList());
    }

    /** What stands between two lines of four dashes, below a line such as {@code [source,java]}. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int line = 0;
        while (line < lines.size()) {
            if (!lines.get(line).equals("----")) {
                line++;
                continue;
            }
            int end = line + 1;
            while (!lines.get(end).equals("----")) {
                end++;
            }
            int above = lines.get(line - 1).startsWith(".") ? line - 2 : line - 1; // a title may stand between
            blocks.add(Block.of(this, line + 1, lines.get(above), lines.subList(line + 1, end)));
            line = end + 1;
        }
        return blocks;
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    static boolean looksLikeACommand(String line) {
        return COMMAND.matcher(line).matches();
    }

    boolean mentions(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Of a page: where it begins, its language, the terminal it is typed into if there are several, and its text. */
    record Block(Page page, int line, String language, String terminal, List<String> lines) {

        /** Refuses attributes that it does not know: what it took for another kind of block would not be checked. */
        private static Block of(Page page, int line, String attributes, List<String> lines) {
            Matcher source = SOURCE.matcher(attributes);
            if (!source.matches()) {
                throw new AssertionError(page + ":" + line + ": no kind of block that is checked: " + attributes);
            }
            return new Block(page, line, source.group(1), Objects.requireNonNullElse(source.group(3), ""), lines);
        }

        @Override
        public String toString() {
            return page.name() + ":" + line;
        }
    }
}
