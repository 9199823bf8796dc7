package io.wwep.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Formats a Markdown table whose columns are also aligned in a terminal. */
public final class Table {

    private Table() {}

    /** Formats rows with a cell for each heading; the first row has the headings. */
    public static List<String> of(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> text =
                new ArrayList<>(rows.stream().map(row -> text(row, widths)).toList());
        text.add(1, rule(widths));
        return text;
    }

    private static String text(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            text.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - cell.length()))
                    .append(" |");
        }
        return text.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int width : widths) {
            text.append("-".repeat(width + 2)).append('|');
        }
        return text.toString();
    }
}
