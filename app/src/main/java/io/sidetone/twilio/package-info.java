/**
 * All of Twilio's dialect: the voice webhook and its callbacks, the media socket, JSON, base64.
 *
 * <p><b>Way of the data.</b> A frame of the media socket becomes a {@link
 * io.sidetone.twilio.TwilioMessage}, its mu-law goes to the {@link io.sidetone.call.CallStream} as a
 * buffer slice. What Twilio asks over HTTP is answered from settings; what it tells goes to the call.
 *
 * <p><b>Threads.</b> Everything runs on the event loop of the socket it came by, and nothing blocks it.
 * {@link io.sidetone.twilio.MintedCalls} is shared between loops.
 */
@NullMarked
package io.sidetone.twilio;

import org.jspecify.annotations.NullMarked;
