/**
 * What Twilio asks of a web application: TwiML answers, proof that a request comes from Twilio, and
 * control of live streams over REST. The only place that knows twilio-java.
 */
@NullMarked
package io.sidetone.twiml;

import org.jspecify.annotations.NullMarked;
