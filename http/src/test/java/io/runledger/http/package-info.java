/** Tests over real HTTP. */
@NullMarked
package io.runledger.http;

import org.jspecify.annotations.NullMarked;
