@NullMarked
package io.runledger.standalone.redact;

import org.jspecify.annotations.NullMarked;
