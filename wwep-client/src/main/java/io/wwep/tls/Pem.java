package io.wwep.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text: blocks between BEGIN and END lines, with any other text around them. */
public final class Pem {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

    private Pem() {}

    /**
     * {@return what stands behind the BEGINs of a file, such as CERTIFICATE or RSA PRIVATE KEY, in their order} Empty if
     * there are none: such a file may be DER.
     *
     * @param file PEM, or any other
     * @throws TlsMaterialException if the file is missing, empty or cut off
     */
    public static List<String> types(Path file) {
        Source source = Source.of(file);
        return blocks(source.name(), source.text()).stream().map(Block::type).toList();
    }

    /**
     * One block.
     *
     * @param type what stands behind BEGIN, such as CERTIFICATE
     * @param text the whole block, its BEGIN and END lines included
     * @param body what stands between them
     */
    record Block(String type, String text, String body) {

        /** The bytes that the body encodes. */
        byte[] der(String source) {
            try {
                return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw new TlsMaterialException(damaged(source), e);
            }
        }

        boolean isEncrypted() {
            return type.equals("ENCRYPTED PRIVATE KEY") || body.contains("Proc-Type: 4,ENCRYPTED");
        }

        String damaged(String source) {
            return source + " has a damaged " + type + " block; copy the file anew";
        }
    }

    static boolean isPem(String text) {
        return BEGIN.matcher(text).find();
    }

    /** The blocks of a text, in their order. */
    static List<Block> blocks(String source, String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String type = begin.group(1);
            String endLine = "-----END " + type + "-----";
            int end = text.indexOf(endLine, begin.end());
            int next = text.indexOf("-----BEGIN ", begin.end());
            if (end < 0 || (next >= 0 && next < end)) {
                throw new TlsMaterialException(
                        source + " is cut off: its " + type + " block has no line " + endLine + "; copy the file anew",
                        null);
            }
            from = end + endLine.length();
            blocks.add(new Block(type, text.substring(begin.start(), from), text.substring(begin.end(), end)));
        }
        return blocks;
    }
}
