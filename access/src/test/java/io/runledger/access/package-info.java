/** Tests of what a request sends: its credential, and the body that asks for a key. */
@NullMarked
package io.runledger.access;

import org.jspecify.annotations.NullMarked;
