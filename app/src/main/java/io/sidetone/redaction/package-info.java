/**
 * Masks what was said and should not be kept: card and other long numbers, written or spoken, phone numbers,
 * e-mail addresses, and what an operator's own patterns match. Text in, text out; the JDK only.
 *
 * <p><b>Eager.</b> What has been sent cannot be taken back, so whoever doubts, masks: runs of
 * {@value io.sidetone.redaction.DigitRuns#ANYWHERE} and more digits anywhere, of
 * {@value io.sidetone.redaction.DigitRuns#AT_AN_EDGE} and more where the text begins or ends, since a number may
 * be divided between two texts. Nobody can tell from a part of a number what it is going to be, so cards and
 * phones are looked for in the same way, and what is found is named by its shape.
 *
 * <p><b>Time.</b> Linear in the text; an operator's pattern has a budget of steps, and a text that exceeds it is
 * masked whole. With nothing switched on no work is done.
 *
 * <p><b>What it cannot see.</b> Names and addresses, digits written as other words ("for", "to"), and numbers of
 * which no text holds four digits in a row.
 */
@NullMarked
package io.sidetone.redaction;

import org.jspecify.annotations.NullMarked;
