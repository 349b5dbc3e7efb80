package io.runledger.http;

import org.eclipse.jetty.http.HttpException;

/** What it means when a request's body stops coming. */
final class BrokenRequest {
    private BrokenRequest() {}

    /** The problem, to be answered in case anybody still listens. */
    static ProblemException problem(Exception cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof ProblemException problem) {
                return problem;
            }
            if (each instanceof SlowSenderException) {
                return ProblemException.slowSender(String.valueOf(each.getMessage()));
            }
            if (each instanceof HttpException http && http.getCode() < 500) {
                return ProblemException.malformed("the body is not framed as HTTP asks for, or breaks off");
            }
        }
        return ProblemException.malformed("the connection broke off before the body was complete");
    }
}
