/**
 * What was said on one call, for people and their players: a {@link io.sidetone.api.export.Transcript} made from
 * the call's events, written as JSON, NDJSON, text, SRT or VTT.
 *
 * <p>Nothing in here waits, and nothing is hidden: stretches without a transcript stand where they were.
 */
@NullMarked
package io.sidetone.api.export;

import org.jspecify.annotations.NullMarked;
