package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.ffmpeg.Bench;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.trace.Traces;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.InvalidPayloadRuntimeException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegExecTest {

    private static final String ENDPOINT = "exec:ffmpeg?commandExecutor=#ffmpegExecutor&binding=#ffmpegBinding";

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ProducerTemplate producer;

    @BeforeEach
    void start() {
        camel.getRegistry().bind("ffmpegExecutor", new FfmpegExecutor(Bench.runner(), Traces.none()));
        camel.getRegistry().bind("ffmpegBinding", new FfmpegBinding());
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void turnsAnInvocationIntoAnOutcome() {
        Object answer = producer.requestBody(ENDPOINT, encode("a.mp4"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Outcome.class,
                        outcome -> assertThat(outcome.succeeded())
                                .as("%s", outcome)
                                .isTrue());
        assertThat(folder.resolve("a.mp4")).isNotEmptyFile();
    }

    @Test
    void givesAFailedRunBackAsAnOutcomeToo() {
        Object answer = producer.requestBody(ENDPOINT, Bench.ffmpeg(folder, "-i", "none.mp4", "b.mp4"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Outcome.class, outcome -> assertThat(outcome.exitCode()).isNotZero());
    }

    @Test
    void noHeaderHasASayInWhatIsRun() {
        Path planted = folder.resolve("planted");
        Map<String, Object> headers = new HashMap<>();
        headers.put(ExecBinding.EXEC_COMMAND_EXECUTABLE, "/usr/bin/touch");
        headers.put(ExecBinding.EXEC_COMMAND_ARGS, List.of(planted.toString()));
        // With Camel's own binding these headers do what they say, so the attack is a real one.
        producer.requestBodyAndHeaders("exec:true", "", headers);
        assertThat(planted).exists();
        assertThat(planted.toFile().delete()).isTrue();

        headers.put(ExecBinding.EXEC_COMMAND_WORKING_DIR, "/");
        headers.put(ExecBinding.EXEC_COMMAND_OUT_FILE, planted.toString());
        headers.put(ExecBinding.EXEC_COMMAND_TIMEOUT, 1L);
        headers.put(ExecBinding.EXEC_COMMAND_EXIT_VALUES, "99");
        Object answer = producer.requestBodyAndHeaders(ENDPOINT, encode("c.mp4"), headers);

        assertThat(((Outcome) answer).succeeded()).isTrue();
        assertThat(folder.resolve("c.mp4")).isNotEmptyFile();
        assertThat(planted).doesNotExist();
    }

    @Test
    void takesNoOtherBody() {
        assertThatThrownBy(() -> producer.requestBody(ENDPOINT, "-version"))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(InvalidPayloadRuntimeException.class);
    }

    private Invocation encode(String name) {
        return Bench.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc=duration=0.4", name);
    }
}
