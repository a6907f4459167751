/**
 * One trace per call, for whoever runs an OpenTelemetry collector: made of the journal's events when a call is over, so
 * that a live call pays nothing for it. It carries ids, counts and times, and never what was said or who called.
 */
@NullMarked
package io.sidetone.tracing;

import org.jspecify.annotations.NullMarked;
