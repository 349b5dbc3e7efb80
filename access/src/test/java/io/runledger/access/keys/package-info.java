/** Tests of keys: their form, and who they authenticate. */
@NullMarked
package io.runledger.access.keys;

import org.jspecify.annotations.NullMarked;
