/** Tests of the door, over real HTTP. */
@NullMarked
package io.runledger.gateway;

import org.jspecify.annotations.NullMarked;
