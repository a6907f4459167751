/**
 * The API for programs, {@code /api/v1/…}: what may be asked of a live call over HTTP.
 *
 * <p>Knows the engine's seam and nothing behind it, so that a request may come to any process. Who may ask
 * is decided by whoever opens the door ({@link io.sidetone.api.Doorkeeper}).
 */
@NullMarked
package io.sidetone.api;

import org.jspecify.annotations.NullMarked;
