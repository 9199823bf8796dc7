package io.wwep.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts a hexadecimal number as on the wire; leading zeros are optional, and so is 0x before it. The request checks
 * its range.
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
            throw new TypeConversionException("'" + text + "' is too large: WWEP numbers are at most FFFF");
        }
        return Integer.valueOf(digits, RADIX);
    }
}
