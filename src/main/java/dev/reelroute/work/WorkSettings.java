package dev.reelroute.work;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.check.DecodeCheck;
import dev.reelroute.check.SoundCheck;
import dev.reelroute.encode.AudioCommand;
import dev.reelroute.encode.EarlyCommand;
import dev.reelroute.encode.FfmpegSettings;
import dev.reelroute.encode.StillsCommand;
import dev.reelroute.encode.TextCommand;
import dev.reelroute.encode.VideoChunkCommand;
import dev.reelroute.ffmpeg.InputRules;
import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.InspectProperties;
import dev.reelroute.inspect.Prober;
import dev.reelroute.inspect.SourceJudge;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Profiles;
import dev.reelroute.plan.TaskPlanner;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes beans of the pure parts, which know nothing of Spring, and gives them their settings. */
@Configuration
class WorkSettings {

    @Bean
    Profiles profiles(@Value("${reelroute.plan.profiles}") Path folder) {
        return Profiles.load(folder);
    }

    @Bean
    Prober prober(InputRules rules) {
        return new Prober(rules.arguments());
    }

    @Bean
    SourceJudge sourceJudge(InspectProperties limits, ObjectMapper json) {
        return new SourceJudge(limits, json);
    }

    @Bean
    LadderPlanner ladderPlanner() {
        return new LadderPlanner();
    }

    @Bean
    TaskPlanner taskPlanner(HeavyProperties limits) {
        return new TaskPlanner(limits);
    }

    @Bean
    FfmpegSettings ffmpegSettings(InputRules rules, EncodeProperties encode) {
        return new FfmpegSettings(rules.arguments(), encode.threads());
    }

    @Bean
    VideoChunkCommand videoChunkCommand(FfmpegSettings settings) {
        return new VideoChunkCommand(settings);
    }

    @Bean
    AudioCommand audioCommand(FfmpegSettings settings) {
        return new AudioCommand(settings);
    }

    @Bean
    TextCommand textCommand(FfmpegSettings settings) {
        return new TextCommand(settings);
    }

    @Bean
    EarlyCommand earlyCommand(FfmpegSettings settings) {
        return new EarlyCommand(settings);
    }

    @Bean
    StillsCommand stillsCommand(FfmpegSettings settings) {
        return new StillsCommand(settings);
    }

    @Bean
    DecodeCheck decodeCheck(FfmpegSettings settings) {
        return new DecodeCheck(settings);
    }

    @Bean
    SoundCheck soundCheck(FfmpegSettings settings) {
        return new SoundCheck(settings);
    }
}
