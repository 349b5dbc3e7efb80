@NullMarked
package io.runledger.gateway.requests;

import org.jspecify.annotations.NullMarked;
