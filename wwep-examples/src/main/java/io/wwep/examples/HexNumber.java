package io.wwep.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A hexadecimal number as on the wire; leading zeros may be left out, and 0x before it is allowed. Its range is for the
 * request to check.
 */
final class HexNumber implements ITypeConverter<Integer> {

    private static final int RADIX = 16;

    @Override
    public Integer convert(String text) {
        String digits = text.replaceFirst("^0[xX]", "");
        if (!digits.matches("[0-9A-Fa-f]+")) {
            throw new TypeConversionException(
                    "'" + text + "' is not a hexadecimal number: its digits are 0 to 9, A to F");
        }
        if (!digits.matches("0*[0-9A-Fa-f]{1,7}")) {
            throw new TypeConversionException("'" + text + "' is too large: no number of WWEP is above FFFF");
        }
        return Integer.valueOf(digits, RADIX);
    }
}
