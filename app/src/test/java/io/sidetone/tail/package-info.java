@NullMarked
package io.sidetone.tail;

import org.jspecify.annotations.NullMarked;
