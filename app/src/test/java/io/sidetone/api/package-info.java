/** Tests of the API's parts, and what other tests ask of its documents. */
@NullMarked
package io.sidetone.api;

import org.jspecify.annotations.NullMarked;
