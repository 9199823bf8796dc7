package io.wwep.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the site, as it is written in AsciiDoc. */
record Page(String name, List<String> lines) {

    private static final Pattern SOURCE = Pattern.compile("\\[source,(\\w+)(,in=(\\w+))?]");

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
            String style = line > 0 && lines.get(line - 1).startsWith("[") ? lines.get(line - 1) : "";
            blocks.add(new Block(this, line + 1, style, lines.subList(line + 1, end)));
            line = end + 1;
        }
        return blocks;
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Of a page: where it begins, its line of attributes, and its text. */
    record Block(Page page, int line, String attributes, List<String> lines) {

        String language() {
            Matcher source = SOURCE.matcher(attributes);
            return source.matches() ? source.group(1) : "";
        }

        /** The terminal it is typed into, where there is more than one. */
        String terminal() {
            Matcher source = SOURCE.matcher(attributes);
            return source.matches() && source.group(3) != null ? source.group(3) : "";
        }

        @Override
        public String toString() {
            return page.name() + ":" + line;
        }
    }
}
