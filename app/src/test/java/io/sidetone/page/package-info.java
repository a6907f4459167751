@NullMarked
package io.sidetone.page;

import org.jspecify.annotations.NullMarked;
