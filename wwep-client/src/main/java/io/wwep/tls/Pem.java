package io.wwep.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text: blocks between BEGIN and END lines, with any other text around them. */
public final class Pem {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9# ]+)-----");

    private static final String BEGIN_IN_UTF_16 = "-\0-\0-\0-\0-\0B\0E\0G\0I\0N";
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");
    private static final Pattern ESCAPED_BREAK = Pattern.compile("\\\\+[rnt]");
    private static final Pattern ESCAPED_CHARACTER = Pattern.compile("\\\\+u00([0-9a-fA-F]{2})");

    private Pem() {}

    /**
     * {@return the labels after BEGIN in a file, such as CERTIFICATE or RSA PRIVATE KEY, in order} Empty if there are none:
     * such a file may be DER.
     *
     * @param file PEM or any other format
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static List<String> types(Path file) {
        Objects.requireNonNull(file, "file");
        return blocks(Source.of(file)).stream().map(Block::type).toList();
    }

    /**
     * One block.
     *
     * @param type the label after BEGIN, such as CERTIFICATE
     * @param number its position among the blocks, from 1
     * @param line the line of its BEGIN, from 1
     * @param body the text between BEGIN and END, with escapes of JSON and the like resolved
     */
    record Block(String type, int number, int line, String body) {

        /** Returns the bytes that the body encodes. */
        byte[] der(String source) {
            try {
                return Base64.getDecoder().decode(WHITESPACE.matcher(body).replaceAll(""));
            } catch (IllegalArgumentException e) {
                throw new TlsMaterialException(damaged(source), e);
            }
        }

        /** Returns whether it holds certificates in a form that is not read here. */
        boolean isBundle() {
            return type.startsWith("PKCS7") || type.startsWith("PKCS #7") || type.equals("CMS");
        }

        boolean isKey() {
            return type.endsWith("PRIVATE KEY");
        }

        /** Returns its position, to be read after its description. */
        String place() {
            return " (block " + number + ", line " + line + ")";
        }

        String damaged(String source) {
            return source + " has a damaged " + type + " block" + place() + "; copy the file again";
        }
    }

    /**
     * {@return whether a file has a block of PKCS#7 or CMS, whose certificates are not read}
     *
     * @param file PEM or any other format
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static boolean hasBundle(Path file) {
        Objects.requireNonNull(file, "file");
        return blocks(Source.of(file)).stream().anyMatch(Block::isBundle);
    }

    /** Returns the blocks of a source, in order; none if it is not PEM. */
    static List<Block> blocks(Source source) {
        // In UTF-16, PEM has a zero byte beside each character, in either byte order.
        String text = source.text().contains(BEGIN_IN_UTF_16) ? source.text().replace("\0", "") : source.text();
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String type = begin.group(1);
            String endLine = "-----END " + type + "-----";
            int end = text.indexOf(endLine, begin.end());
            int next = text.indexOf("-----BEGIN ", begin.end());
            int line = 1
                    + (int) text.substring(0, begin.start())
                            .chars()
                            .filter(each -> each == '\n')
                            .count();
            if (end < 0 || (next >= 0 && next < end)) {
                throw new TlsMaterialException(
                        source.name() + " is cut off: its " + type + " block in line " + line + " has no line "
                                + endLine + "; copy the file again",
                        null);
            }
            from = end + endLine.length();
            blocks.add(new Block(type, blocks.size() + 1, line, unescaped(text.substring(begin.end(), end))));
        }
        return blocks;
    }

    /** Reverts the escapes of a value in JSON, YAML or a properties file; PEM itself has no backslash. */
    private static String unescaped(String body) {
        if (body.indexOf('\\') < 0) {
            return body;
        }
        String lines = ESCAPED_BREAK.matcher(body).replaceAll("\n");
        String characters = ESCAPED_CHARACTER
                .matcher(lines)
                .replaceAll(
                        each -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(each.group(1), 16))));
        return characters.replace("\\", "");
    }
}
