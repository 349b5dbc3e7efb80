/** The command that records this project's own test run. */
@NullMarked
package io.runledger.standalone.demo;

import org.jspecify.annotations.NullMarked;
