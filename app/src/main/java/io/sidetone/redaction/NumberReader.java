package io.sidetone.redaction;

import io.sidetone.redaction.Numeral.Kind;
import java.util.List;

/**
 * Turns a run into the digits that its speaker means: {@code forty two} into 42, {@code double four} into 44,
 * {@code one eight hundred} into 1800. Where speech is ambiguous after a hundred or a thousand, the reading with
 * more digits is taken.
 */
final class NumberReader {
    private static final int NONE = -1;

    private final List<Digits> steps;
    private final StringBuilder digits = new StringBuilder();
    private int at;

    private NumberReader(List<Digits> steps) {
        this.steps = steps;
    }

    static String read(List<Digits> steps) {
        NumberReader reader = new NumberReader(steps);
        while (reader.at < steps.size()) {
            reader.next();
        }
        return reader.digits.toString();
    }

    private void next() {
        Digits step = steps.get(at);
        if (step.is(Kind.TIMES)) {
            repeated(step);
        } else if (step.isAnd()) {
            at++; // what it joined was read apart
        } else if (step.written() != null && !isScaleNext()) {
            digits.append(step.written());
            at++;
        } else {
            number();
        }
    }

    private void repeated(Digits times) {
        at++;
        int digit = at < steps.size() ? steps.get(at).digit() : NONE;
        if (digit != NONE && times.numeral() != null) {
            digits.append(String.valueOf(digit).repeat(times.numeral().value()));
            at++;
        }
    }

    /** Whether {@code 4 thousand} is meant. */
    private boolean isScaleNext() {
        String written = steps.get(at).written();
        return written != null
                && written.length() <= 3
                && !written.startsWith("0")
                && isClose(at + 1)
                && steps.get(at + 1).isScale();
    }

    private void number() {
        int value = belowThousand();
        if (value == NONE || (value > 0 && isClose(at))) {
            value = thousands(value);
        }
        digits.append(value);
    }

    /** @param count how many, or {@link #NONE} for a bare thousand */
    private int thousands(int count) {
        if (at < steps.size() && steps.get(at).is(Kind.THOUSAND)) {
            at++;
            int thousands = (count == NONE ? 1 : count) * 1_000;
            return thousands + rest(false);
        }
        if (count == NONE) {
            throw new IllegalStateException("a step that is no number");
        }
        return count;
    }

    private int belowThousand() {
        Digits step = steps.get(at);
        if (step.is(Kind.HUNDREDS) && step.numeral() != null) {
            at++;
            return step.numeral().value() + rest(true);
        }
        int value = belowHundred();
        boolean counts = value == NONE || (value > 0 && isClose(at));
        if (counts && at < steps.size() && steps.get(at).is(Kind.HUNDRED)) {
            at++;
            return (value == NONE ? 1 : value) * 100 + rest(true);
        }
        return value;
    }

    /** What is added to a hundred or a thousand; 0 if what follows is a number of its own. */
    private int rest(boolean belowHundred) {
        int from = at;
        if (isClose(at) && steps.get(at).isAnd()) {
            at++;
        }
        boolean isThousand = at < steps.size() && steps.get(at).is(Kind.THOUSAND);
        if (isClose(at) && !isThousand) {
            int rest = belowHundred ? belowHundred() : belowThousand();
            boolean goesOn = isClose(at) && !steps.get(at).is(Kind.THOUSAND);
            if (rest > 0 && !goesOn) {
                return rest;
            }
        }
        at = from;
        return 0;
    }

    private int belowHundred() {
        Digits step = steps.get(at);
        if (step.written() != null) {
            return written(step.written());
        }
        Numeral numeral = step.numeral();
        if (numeral == null) {
            return NONE;
        }
        return switch (numeral.kind()) {
            case DIGIT -> digit(numeral.value());
            case FRENCH_TEN -> {
                at++;
                yield 10 + digitUpwards(7);
            }
            case TEEN, PAIR -> {
                at++;
                yield numeral.value();
            }
            case TENS, SCORE, FRENCH_SIXTY -> {
                at++;
                yield numeral.value() + ones(numeral.kind() == Kind.FRENCH_SIXTY);
            }
            default -> NONE;
        };
    }

    private int written(String written) {
        if (written.length() > 3 || written.startsWith("0")) {
            return NONE;
        }
        at++;
        return Integer.parseInt(written);
    }

    private int digit(int value) {
        at++;
        if (value == 4 && isClose(at) && steps.get(at).is(Kind.SCORE)) {
            at++;
            return 80 + ones(true);
        }
        boolean isBeforeAnd = value > 0 && isClose(at) && steps.get(at).is(Kind.AND_BEFORE_TENS);
        if (isBeforeAnd && isClose(at + 1) && steps.get(at + 1).isTens()) {
            Numeral tens = steps.get(at + 1).numeral();
            at += 2;
            return value + (tens == null ? 0 : tens.value());
        }
        return value;
    }

    /** What is added to tens, 0 if nothing; in French up to 19. */
    private int ones(boolean toNineteen) {
        int from = at;
        if (isClose(at) && steps.get(at).is(Kind.AND)) {
            at++;
        }
        if (toNineteen && isClose(at) && steps.get(at).is(Kind.FRENCH_TEN)) {
            at++;
            return 10 + digitUpwards(7);
        }
        Numeral next = isClose(at) ? steps.get(at).numeral() : null;
        if (next != null && (isOne(next) || (toNineteen && next.kind() == Kind.TEEN))) {
            at++;
            return next.value();
        }
        at = from;
        return 0;
    }

    private static boolean isOne(Numeral numeral) {
        return numeral.kind() == Kind.DIGIT && numeral.value() > 0;
    }

    private int digitUpwards(int least) {
        int digit = isClose(at) && steps.get(at).is(Kind.DIGIT) ? steps.get(at).digit() : NONE;
        if (digit < least) {
            return 0;
        }
        at++;
        return digit;
    }

    /** Whether there is such a step, close to the one before. */
    private boolean isClose(int index) {
        return index < steps.size() && steps.get(index).isClose();
    }
}
