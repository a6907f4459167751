/** What is shipped in {@code deploy/}, tried as far as a machine without a container engine can. */
@NullMarked
package io.sidetone.deploy;

import org.jspecify.annotations.NullMarked;
