@NullMarked
package io.runledger.gateway.append;

import org.jspecify.annotations.NullMarked;
