@NullMarked
package io.sidetone.api.export;

import org.jspecify.annotations.NullMarked;
