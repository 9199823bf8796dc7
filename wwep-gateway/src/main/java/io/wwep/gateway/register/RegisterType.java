package io.wwep.gateway.register;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A type by its name in files and options, and what makes its codec. */
record RegisterType(String form, RegisterType.Maker maker) {

    private static final List<RegisterType> ALL = List.of(
            new RegisterType("uint16", (given, order) -> FieldCodec.uint16()),
            new RegisterType("int16", (given, order) -> FieldCodec.int16()),
            new RegisterType("flag", (given, order) -> FieldCodec.flag()),
            new RegisterType("bit(n)", (given, order) -> FieldCodec.bit(given[0])),
            new RegisterType("bits(from,to)", (given, order) -> FieldCodec.bits(given[0], given[1])),
            new RegisterType("enumerated", (given, order) -> {
                throw new IllegalArgumentException(
                        "enumerated needs its values: call Register.enumerated(number, values), or give 'values' in a profile");
            }),
            new RegisterType("bcd", (given, order) -> FieldCodec.bcd()),
            new RegisterType("uint32", (given, order) -> FieldCodec.uint32(order)),
            new RegisterType("int32", (given, order) -> FieldCodec.int32(order)),
            new RegisterType("float32", (given, order) -> FieldCodec.float32(order)),
            new RegisterType("uint64", (given, order) -> FieldCodec.uint64(order)),
            new RegisterType("int64", (given, order) -> FieldCodec.int64(order)),
            new RegisterType("float64", (given, order) -> FieldCodec.float64(order)),
            new RegisterType("ascii(length)", (given, order) -> new TextCodec.Ascii(given[0])),
            new RegisterType("hex(length)", (given, order) -> new TextCodec.Hex(given[0])));

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9]+)(?:\\(\\s*(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)\\s*\\))?");

    /** Makes the codec of a type. */
    interface Maker {
        Codec<?> make(int[] given, WordOrder order);
    }

    static List<String> forms() {
        return ALL.stream().map(type -> type.form).toList();
    }

    static Codec<?> codec(String text, WordOrder order) {
        Matcher written = FORM.matcher(text);
        if (!written.matches()) {
            throw unknown(
                    text,
                    text.contains("(") && !text.contains(")")
                            ? "its closing parenthesis is missing; in YAML, put a type with a comma in quotes"
                            : choice(text.replaceFirst("\\(.*", "")));
        }
        String word = written.group(1);
        RegisterType type = ALL.stream()
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(text, choice(word)));
        int[] given = written.group(2) == null
                ? new int[0]
                : Stream.of(written.group(2).split(","))
                        .map(String::strip)
                        .mapToInt(Integer::parseInt)
                        .toArray();
        if (given.length != type.parameters()) {
            throw unknown(text, choice(word));
        }
        Codec<?> codec = type.maker.make(given, order);
        if (order == WordOrder.LOW_FIRST && !(codec instanceof FieldCodec && codec.count() > 1)) {
            throw new IllegalArgumentException(
                    text + " has no word order: only numbers of 32 and 64 bits have; leave it out");
        }
        return codec;
    }

    private String word() {
        return form.replaceFirst("\\(.*", "");
    }

    private int parameters() {
        return form.contains("(") ? form.split(",").length : 0;
    }

    private static IllegalArgumentException unknown(String text, String remedy) {
        return new IllegalArgumentException("'" + text + "' is not a type: " + remedy);
    }

    private static String choice(String word) {
        List<String> words = ALL.stream().map(RegisterType::word).toList();
        return NearestWord.to(word.toLowerCase(Locale.ROOT), words)
                .map(near -> ALL.get(words.indexOf(near)))
                .map(near -> "write " + near.form + (near.parameters() == 0 ? "" : ", with numbers in the parentheses"))
                .orElseGet(() -> "write one of " + String.join(" ", forms()));
    }
}
