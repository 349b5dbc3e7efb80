package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers in canonical form: as ECMAScript writes the IEEE 754 double that they are (RFC 8785, 3.2.2.3). */
final class CanonicalNumber {
    /** The longest integer literal that surely is exact in a double. */
    private static final int EXACT_DIGITS = 15;

    /** Significant digits that tell every double from every other. */
    private static final int DOUBLE_DIGITS = 17;

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private CanonicalNumber() {}

    /** The canonical form of a JSON number; empty if a double cannot hold what the producer meant. */
    static Optional<String> of(String literal) {
        if (isCanonicalInteger(literal)) {
            return Optional.of(literal);
        }
        double number = Double.parseDouble(literal);
        if (!Double.isFinite(number)) {
            return Optional.empty();
        }
        String text = ecmaScript(number);
        return text.equals(literal) || isKept(literal, number, text) ? Optional.of(text) : Optional.empty();
    }

    /** Whether it is an integer so short that it is its own canonical form. */
    static boolean isCanonicalInteger(String literal) {
        return literal.length() <= EXACT_DIGITS && isPlainInteger(literal);
    }

    /**
     * Whether the number is what the producer meant. Whole numbers must be exact. A fraction of up to 17 digits is how
     * programs print a double, and 17 digits name exactly one; with more, somebody counts on more than a double holds.
     */
    private static boolean isKept(String literal, double number, String text) {
        if (number == 0) {
            return isZero(literal);
        }
        BigDecimal decimal = new BigDecimal(literal);
        boolean whole = decimal.stripTrailingZeros().scale() <= 0;
        return (!whole && decimal.precision() <= DOUBLE_DIGITS) || decimal.compareTo(new BigDecimal(text)) == 0;
    }

    /** Without {@link BigDecimal}, which cannot hold exponents such as that of 1e-99999999999. */
    private static boolean isZero(String literal) {
        for (int i = 0; i < literal.length() && literal.charAt(i) != 'e' && literal.charAt(i) != 'E'; i++) {
            if (literal.charAt(i) >= '1' && literal.charAt(i) <= '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainInteger(String literal) {
        for (int i = literal.charAt(0) == '-' ? 1 : 0; i < literal.length(); i++) {
            if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                return false;
            }
        }
        return !literal.equals("-0");
    }

    /** A finite number as ECMAScript's Number::toString writes it (RFC 8785, 3.2.2.3). */
    static String ecmaScript(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal decimal = shortest(Math.abs(number));
        String digits = decimal.unscaledValue().toString();
        int count = digits.length();
        int point = count - decimal.scale(); // the decimal point comes after this many digits
        StringBuilder text = new StringBuilder(24);
        if (number < 0) {
            text.append('-');
        }
        if (point > 21 || point < -5) {
            text.append(digits.charAt(0));
            if (count > 1) {
                text.append('.').append(digits, 1, count);
            }
            text.append('e').append(point > 0 ? "+" : "").append(point - 1);
        } else if (point <= 0) {
            text.append("0.").append("0".repeat(-point)).append(digits);
        } else if (count <= point) {
            text.append(digits).append("0".repeat(point - count));
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, count);
        }
        return text.toString();
    }

    /** Java wants two digits where one would do (4.9E-324 for ECMAScript's 5e-324); this takes one. */
    private static BigDecimal shortest(double number) {
        BigDecimal decimal = new BigDecimal(DoubleToDecimal.toString(number)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal one = decimal.round(ONE_DIGIT);
            return one.doubleValue() == number ? one.stripTrailingZeros() : decimal;
        }
        return decimal;
    }
}
