/**
 * The API for programs, {@code /api/v1/…}: what was, what is asked of a live call, and what came of the webhooks.
 *
 * <p><b>Way of a request.</b> {@link io.sidetone.api.Api} lets the doorkeeper look, {@code Routes} finds the door,
 * the door reads the query, asks the archive and makes the answer on {@code Workers}. What will not do is a
 * {@code Refused}, wherever it is found out.
 *
 * <p>Knows the engine's seam and nothing behind it, so that a request may come to any process. Who may ask
 * is decided by whoever opens the door ({@link io.sidetone.api.Doorkeeper}).
 */
@NullMarked
package io.sidetone.api;

import org.jspecify.annotations.NullMarked;
