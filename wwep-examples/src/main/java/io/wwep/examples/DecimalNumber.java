package io.wwep.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a decimal number such as 0.1, -2 or 1e-3. */
final class DecimalNumber implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            throw new TypeConversionException("'" + text + "' is not a number: write one such as 0.1 or 10");
        }
        return Double.valueOf(text);
    }
}
