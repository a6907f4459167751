@NullMarked
package io.sidetone.identity;

import org.jspecify.annotations.NullMarked;
