/** API keys: their form, what is stored of them, and what changes them. */
@NullMarked
package io.runledger.access.keys;

import org.jspecify.annotations.NullMarked;
