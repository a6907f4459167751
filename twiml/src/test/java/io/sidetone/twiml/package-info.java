/** Tests of {@link io.sidetone.twiml}. */
@NullMarked
package io.sidetone.twiml;

import org.jspecify.annotations.NullMarked;
