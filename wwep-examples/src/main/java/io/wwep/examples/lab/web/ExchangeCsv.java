package io.wwep.examples.lab.web;

import io.wwep.examples.lab.ExchangeRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes exchanges as CSV (RFC 4180) that a spreadsheet shows as text, whatever the wire put into it. */
final class ExchangeCsv {

    private static final String HEAD =
            "number,time,device,name,peer,port,tls,message,command,register,value,reply,refusal,reason,millis";
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

    private ExchangeCsv() {}

    static String of(List<ExchangeRow> exchanges) {
        return Stream.concat(Stream.of(HEAD), exchanges.stream().map(ExchangeCsv::row))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String row(ExchangeRow row) {
        return cells(
                row.number(),
                LabJson.time(row.time()),
                row.device(),
                row.name(),
                row.peer(),
                row.port(),
                row.tls(),
                row.message(),
                row.command(),
                row.register(),
                row.value(),
                row.reply(),
                row.refusal(),
                row.reason(),
                LabJson.millis(row.millis()));
    }

    private static String cells(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> cell(Objects.toString(value, "")))
                .collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
