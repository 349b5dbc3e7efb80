@NullMarked
package io.runledger.gateway.record;

import org.jspecify.annotations.NullMarked;
