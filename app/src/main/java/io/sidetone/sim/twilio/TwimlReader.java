package io.sidetone.sim.twilio;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads TwiML documents. Refuses what Twilio refuses, and anything a document has no business to contain. */
final class TwimlReader {
    private static final int MAX_BYTES = 64 * 1024; // Twilio's own limit
    private static final int MAX_PARAMETER_CHARS = 500; // name and value together have to stay under it

    private final URI base;

    /** @param base where the document came from; relative URLs are taken from there */
    TwimlReader(URI base) {
        this.base = base;
    }

    /**
     * Reads a document.
     *
     * @throws BadTwiml if Twilio could not have followed it
     */
    List<Verb> read(String twiml) throws BadTwiml {
        int bytes = twiml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new BadTwiml(base + ": " + bytes + " bytes of TwiML (expected: at most " + MAX_BYTES + ")");
        }
        Element response = parse(twiml);
        if (!"Response".equals(response.getTagName())) {
            throw new BadTwiml(base + ": <" + response.getTagName() + "> (expected: <Response>)");
        }
        List<Verb> verbs = new ArrayList<>();
        for (Element element : children(response)) {
            verbs.add(verb(element));
        }
        return verbs;
    }

    private Element parse(String twiml) throws BadTwiml {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // the default one prints to System.err
            return builder.parse(new InputSource(new StringReader(twiml))).getDocumentElement();
        } catch (SAXException e) {
            throw new BadTwiml(base + ": no TwiML: " + e.getMessage());
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("this JDK's XML parser cannot be made safe", e);
        }
    }

    private Verb verb(Element element) throws BadTwiml {
        return switch (element.getTagName()) {
            case "Say" -> new Verb.Say(element.getTextContent().strip());
            case "Pause" -> new Verb.Pause(seconds(element, "length", 1));
            case "Start" -> start(element);
            case "Stop" -> stop(element);
            case "Dial" -> dial(element);
            case "Redirect" ->
                new Verb.Redirect(resolve(element.getTextContent().strip()));
            case "Hangup", "Reject" -> new Verb.Hangup();
            default -> new Verb.Skipped(element.getTagName());
        };
    }

    private Verb start(Element element) throws BadTwiml {
        for (Element child : children(element)) {
            if ("Stream".equals(child.getTagName())) {
                return new Verb.Start(stream(child));
            }
        }
        return new Verb.Skipped("Start");
    }

    private static Verb stop(Element element) {
        for (Element child : children(element)) {
            if ("Stream".equals(child.getTagName())) {
                return new Verb.Stop(child.getAttribute("name"));
            }
        }
        return new Verb.Skipped("Stop");
    }

    private StreamOrder stream(Element element) throws BadTwiml {
        URI uri = socketUri(required(element, "url"));
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Element child : children(element)) {
            if ("Parameter".equals(child.getTagName())) {
                String name = required(child, "name");
                String value = child.getAttribute("value");
                if (name.length() + value.length() >= MAX_PARAMETER_CHARS) {
                    throw new BadTwiml(base + ": <Parameter name=\"" + name + "\">: "
                            + (name.length() + value.length()) + " characters (expected: name and value under "
                            + MAX_PARAMETER_CHARS + " together)");
                }
                parameters.put(name, value);
            }
        }
        return new StreamOrder(
                uri, orNull(element, "name"), tracks(element), parameters, uriOrNull(element, "statusCallback"));
    }

    private Set<Track> tracks(Element element) throws BadTwiml {
        String track = element.getAttribute("track");
        return switch (track) {
            case "", "inbound_track" -> EnumSet.of(Track.INBOUND);
            case "outbound_track" -> EnumSet.of(Track.OUTBOUND);
            case "both_tracks" -> EnumSet.allOf(Track.class);
            default ->
                throw new BadTwiml(base + ": <Stream track=\"" + track
                        + "\"> (expected: inbound_track, outbound_track or both_tracks; Twilio error 31941)");
        };
    }

    /** A relative stream URL is a socket on the document's host. */
    private URI socketUri(String url) throws BadTwiml {
        URI uri = resolve(url);
        String scheme = uri.getScheme();
        if (!url.contains("://")) {
            String socket = "https".equalsIgnoreCase(scheme) ? "wss" : "ws";
            return URI.create(socket + uri.toString().substring(scheme.length()));
        }
        if (!"wss".equalsIgnoreCase(scheme) && !"ws".equalsIgnoreCase(scheme)) {
            throw new BadTwiml(base + ": <Stream url=\"" + url + "\"> (expected: wss://…; Twilio error 31922)");
        }
        return uri;
    }

    private Verb dial(Element element) throws BadTwiml {
        List<Verb.Callee> callees = new ArrayList<>();
        for (Element child : children(element)) {
            String target = child.getTextContent().strip();
            switch (child.getTagName()) {
                case "Number", "Sip" -> callees.add(callee(child, target));
                case "Client" -> callees.add(callee(child, "client:" + identity(child, target)));
                // These two have no progress callbacks; whoever waits there answers like anybody else.
                case "Queue", "Conference" -> callees.add(new Verb.Callee(target, null, Set.of()));
                default ->
                    throw new BadTwiml(base + ": <Dial><" + child.getTagName()
                            + ">: not simulated (expected: Number, Client, Sip, Queue or Conference)");
            }
        }
        if (callees.isEmpty()) {
            String number = element.getTextContent().strip();
            if (number.isEmpty()) {
                throw new BadTwiml(base + ": <Dial>: nobody to dial (expected: a number, or Number, Client, Sip)");
            }
            callees.add(new Verb.Callee(number, null, Set.of()));
        }
        return new Verb.Dial(uriOrNull(element, "action"), seconds(element, "timeout", 30), callees);
    }

    private Verb.Callee callee(Element element, String address) throws BadTwiml {
        String events = element.getAttribute("statusCallbackEvent");
        return new Verb.Callee(
                address,
                uriOrNull(element, "statusCallback"),
                events.isBlank() ? Set.of("completed") : Set.of(events.strip().split("\\s+")));
    }

    private static String identity(Element client, String otherwise) {
        return children(client).stream()
                .filter(child -> "Identity".equals(child.getTagName()))
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse(otherwise);
    }

    private Duration seconds(Element element, String attribute, int otherwise) throws BadTwiml {
        String text = element.getAttribute(attribute);
        try {
            return Duration.ofSeconds(text.isEmpty() ? otherwise : Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            throw new BadTwiml(base + ": <" + element.getTagName() + " " + attribute + "=\"" + text
                    + "\"> (expected: whole seconds)");
        }
    }

    private String required(Element element, String attribute) throws BadTwiml {
        String value = element.getAttribute(attribute);
        if (value.isEmpty()) {
            throw new BadTwiml(base + ": <" + element.getTagName() + ">: no " + attribute);
        }
        return value;
    }

    private static @Nullable String orNull(Element element, String attribute) {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? null : value;
    }

    private @Nullable URI uriOrNull(Element element, String attribute) throws BadTwiml {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? null : resolve(value);
    }

    private URI resolve(String url) throws BadTwiml {
        try {
            return base.resolve(url);
        } catch (IllegalArgumentException e) {
            throw new BadTwiml(base + ": '" + url + "' (expected: a URL; Twilio error 31923)");
        }
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
