package io.sidetone.api;

/**
 * What tags a call may have.
 *
 * @param most tags of one call, from 1 on
 * @param characters UTF-16 units of one tag, from 1 on
 */
public record TagLimits(int most, int characters) {
    /** What the settings say unless somebody sets something else. */
    public static final TagLimits DEFAULT = new TagLimits(16, 64);
}
