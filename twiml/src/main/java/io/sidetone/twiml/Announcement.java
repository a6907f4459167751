package io.sidetone.twiml;

import org.jspecify.annotations.Nullable;

/**
 * What the caller hears, read out by Twilio ({@code <Say>}).
 *
 * @param text what is said; not blank. Characters that XML cannot carry are refused
 * @param language a language tag that Twilio's voices know, such as {@code en-US}; null for Twilio's default
 * @param voice a voice's name, such as {@code Polly.Joanna}; null for Twilio's default
 */
public record Announcement(
        String text, @Nullable String language, @Nullable String voice) {
    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if a text is blank or XML cannot carry it
     */
    public Announcement {
        XmlText.require("the announcement", text);
        if (language != null) {
            XmlText.require("the announcement's language", language);
        }
        if (voice != null) {
            XmlText.require("the announcement's voice", voice);
        }
    }

    /** An announcement in Twilio's default language and voice. */
    public static Announcement of(String text) {
        return new Announcement(text, null, null);
    }
}
