package io.sidetone.twilio;

import static io.sidetone.fuzz.Input.require;

import io.sidetone.fuzz.Input;
import io.sidetone.twiml.FormBody;
import io.sidetone.twiml.MalformedRequestException;
import io.sidetone.twiml.RequestSignature;
import io.sidetone.twiml.RequestSigner;
import java.util.List;
import java.util.SortedMap;

/** A signature over any URL and body: ours is taken, a forged one never. */
public final class SignatureFuzz {
    private static final RequestSigner SIGNER = new RequestSigner("the-token");
    private static final RequestSignature SIGNATURE = new RequestSignature(List.of("the-token"));

    private SignatureFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Input input = new Input(data);
        String url = "https://sidetone.example/" + input.line().replace('#', '-'); // requests have no fragment
        String header = input.line();
        byte[] body = input.rest();
        require(!SIGNATURE.verifyGet(url, header).valid(), "a forged signature");
        require(!SIGNATURE.verifyUpgrade(url, header).valid(), "a forged signature");
        require(SIGNATURE.verifyGet(url, SIGNER.sign(url)).valid(), "our own signature over a URL");
        require(!SIGNATURE.verifyJson(url, body, header).valid(), "a forged signature");
        try {
            SortedMap<String, List<String>> form = FormBody.parse(body, 100);
            require(!SIGNATURE.verifyForm(url, form, header).valid(), "a forged signature");
            require(
                    SIGNATURE.verifyForm(url, form, SIGNER.signForm(url, form)).valid(),
                    "our own signature over a form");
        } catch (MalformedRequestException e) {
            return; // refused with a reason
        }
    }
}
