package dev.reelroute.camel;

import dev.reelroute.ffmpeg.Invocation;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadRuntimeException;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecEndpoint;
import org.apache.camel.component.exec.ExecResult;
import org.springframework.stereotype.Component;

/**
 * Binds {@code exec:ffmpeg} to types: the body goes in as an {@link Invocation} and comes out as an {@link
 * dev.reelroute.ffmpeg.Outcome}. Neither the endpoint's address nor any header changes what is run.
 */
@Component
public final class FfmpegBinding implements ExecBinding {

    @Override
    public ExecCommand readInput(Exchange exchange, ExecEndpoint endpoint) {
        if (exchange.getMessage().getBody() instanceof Invocation invocation) {
            return new FfmpegCommand(invocation);
        }
        throw new InvalidPayloadRuntimeException(exchange, Invocation.class);
    }

    @Override
    public void writeOutput(Exchange exchange, ExecResult result) {
        exchange.getMessage().setBody(((FfmpegResult) result).outcome());
    }
}
