/** Settings from the environment, typed and checked. */
@NullMarked
package io.runledger.core.settings;

import org.jspecify.annotations.NullMarked;
