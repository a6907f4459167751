package io.sidetone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.sidetone.settings.Settings;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the log up as the settings say: one line per fact, on standard error, as text or JSON, phone numbers masked. */
final class LogSetup {
    private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %msg%n%ex{short}";

    private LogSetup() {}

    static void apply(Settings.Log settings) {
        boolean json = settings.format().equals("json") || (settings.format().equals("auto") && !Terminal.isThere());
        apply(json, Level.toLevel(settings.level()));
    }

    /** For commands whose terminal belongs to something else than the log. */
    static void onlyWarnings() {
        apply(false, Level.WARN);
    }

    /** For commands that say themselves what went wrong. */
    static void onlyErrors() {
        apply(false, Level.ERROR);
    }

    private static void apply(boolean json, Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(json, context));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.sidetone").setLevel(level);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    static Encoder<ILoggingEvent> encoder(boolean json, LoggerContext context) {
        NumberMaskingEncoder encoder =
                new NumberMaskingEncoder(json ? withFields(jsonLines(context), context) : textLines(context));
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> withFields(Encoder<ILoggingEvent> lines, LoggerContext context) {
        CallFieldsEncoder encoder = new CallFieldsEncoder(lines);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> textLines(LoggerContext context) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(TEXT);
        lines.start();
        return lines;
    }

    private static Encoder<ILoggingEvent> jsonLines(LoggerContext context) {
        JsonEncoder lines = new JsonEncoder();
        lines.setContext(context);
        lines.setWithSequenceNumber(false);
        lines.setWithNanoseconds(false);
        lines.setWithContext(false);
        lines.setWithMDC(false);
        lines.setWithKVPList(true);
        lines.setWithArguments(false);
        lines.setWithMessage(false);
        lines.setWithFormattedMessage(true);
        lines.start();
        return lines;
    }
}
