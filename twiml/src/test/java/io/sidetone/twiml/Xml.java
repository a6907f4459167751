package io.sidetone.twiml;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Reads an answer back, as Twilio would. */
final class Xml {
    private Xml() {}

    static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + xml, e);
        }
    }

    static Element only(String xml, String element) {
        var found = parse(xml).getElementsByTagName(element);
        if (found.getLength() != 1) {
            throw new AssertionError(found.getLength() + " of <" + element + "> in " + xml);
        }
        return (Element) found.item(0);
    }
}
