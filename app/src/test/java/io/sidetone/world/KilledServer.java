package io.sidetone.world;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.sidetone.server.Sidetone;
import io.sidetone.settings.Settings;
import io.sidetone.settings.Sources;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that prints which events it has told its calls to be kept; made to be killed. */
final class KilledServer {
    private KilledServer() {}

    /** @param arguments settings as {@code name=value} */
    public static void main(String[] arguments) throws InterruptedException {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        loggers.getLogger("io.sidetone.server").setLevel(Level.INFO);
        loggers.getLogger("io.sidetone.call.Journal").setLevel(Level.TRACE);
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Sidetone.start(Settings.read(new Sources(given, Map.of(), null)));
        Thread.currentThread().join(); // until it is killed: the server's own threads keep nobody alive
    }
}
