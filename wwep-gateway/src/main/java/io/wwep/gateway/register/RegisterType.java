package io.wwep.gateway.register;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A named type, and the factory of its codec. */
record RegisterType(String signature, RegisterType.Factory factory) {

    private static final List<RegisterType> ALL = List.of(
            new RegisterType("uint16", (arguments, order) -> FieldCodec.uint16()),
            new RegisterType("int16", (arguments, order) -> FieldCodec.int16()),
            new RegisterType("flag", (arguments, order) -> FieldCodec.flag()),
            new RegisterType("bit(n)", (arguments, order) -> FieldCodec.bit(arguments[0])),
            new RegisterType("bits(from,to)", (arguments, order) -> FieldCodec.bits(arguments[0], arguments[1])),
            new RegisterType("enumerated", (arguments, order) -> {
                throw new IllegalArgumentException(
                        "enumerated needs its values: call Register.enumerated(number, values), or give 'values' in a profile");
            }),
            new RegisterType("bcd", (arguments, order) -> FieldCodec.bcd()),
            new RegisterType("uint32", (arguments, order) -> FieldCodec.uint32(order)),
            new RegisterType("int32", (arguments, order) -> FieldCodec.int32(order)),
            new RegisterType("float32", (arguments, order) -> FieldCodec.float32(order)),
            new RegisterType("uint64", (arguments, order) -> FieldCodec.uint64(order)),
            new RegisterType("int64", (arguments, order) -> FieldCodec.int64(order)),
            new RegisterType("float64", (arguments, order) -> FieldCodec.float64(order)),
            new RegisterType("ascii(length)", (arguments, order) -> new TextCodec.Ascii(arguments[0])),
            new RegisterType("hex(length)", (arguments, order) -> new TextCodec.Hex(arguments[0])));

    private static final Pattern SYNTAX =
            Pattern.compile("([a-z0-9]+)(?:\\(\\s*(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)\\s*\\))?");

    /** Creates the codec of a type. */
    interface Factory {
        Codec<?> create(int[] arguments, WordOrder order);
    }

    static List<String> signatures() {
        return ALL.stream().map(type -> type.signature).toList();
    }

    static Codec<?> codec(String text, WordOrder order) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw unknown(
                    text,
                    text.contains("(") && !text.contains(")")
                            ? "its closing parenthesis is missing"
                            : suggestion(text.replaceFirst("\\(.*", "")));
        }
        String word = matcher.group(1);
        RegisterType type = ALL.stream()
                .filter(each -> each.baseName().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(text, suggestion(word)));
        int[] arguments = matcher.group(2) == null
                ? new int[0]
                : Stream.of(matcher.group(2).split(","))
                        .map(String::strip)
                        .mapToInt(Integer::parseInt)
                        .toArray();
        if (arguments.length != type.parameters()) {
            throw unknown(text, suggestion(word));
        }
        Codec<?> codec = type.factory.create(arguments, order);
        if (order == WordOrder.LOW_FIRST && !(codec instanceof FieldCodec && codec.count() > 1)) {
            throw new IllegalArgumentException(
                    text + " has no word order: only 32-bit and 64-bit numbers have one; leave it out");
        }
        return codec;
    }

    private String baseName() {
        return signature.replaceFirst("\\(.*", "");
    }

    private int parameters() {
        return signature.contains("(") ? signature.split(",").length : 0;
    }

    private static IllegalArgumentException unknown(String text, String remedy) {
        return new IllegalArgumentException("'" + text + "' is not a type: " + remedy);
    }

    private static String suggestion(String word) {
        List<String> words = ALL.stream().map(RegisterType::baseName).toList();
        return NearestWord.to(word.toLowerCase(Locale.ROOT), words)
                .map(near -> ALL.get(words.indexOf(near)))
                .map(near ->
                        "write " + near.signature + (near.parameters() == 0 ? "" : ", with numbers in the parentheses"))
                .orElseGet(() -> "write one of " + String.join(" ", signatures()));
    }
}
