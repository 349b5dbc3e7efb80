@NullMarked
package io.runledger.cli.redact;

import org.jspecify.annotations.NullMarked;
