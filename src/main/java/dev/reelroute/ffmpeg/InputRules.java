package dev.reelroute.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What FFmpeg may open, as flags before {@code -i} on every call, of ffprobe and ffmpeg alike. The content decides what
 * a file is: without these flags, a playlist or a script named {@code .mp4} could make FFmpeg read other files and call
 * other hosts.
 */
public final class InputRules {

    /** Names of demuxers. None of them opens a second file or a network address. */
    private static final String CONTAINERS = String.join(
            ",",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,rm,dv,pva,gif,apng,nut,gxf,wtv",
            // A video track without a container
            "ivf,obu,h264,hevc,mpegvideo,m4v,vc1,vc1test,yuv4mpegpipe");

    /**
     * Names of decoders, for what cameras, phones, screen recorders, editors and old archives make. FFmpeg has 500;
     * those for games, for still images and for formats that nobody uploads are left out.
     */
    private static final List<String> DECODERS = List.of(
            // Video. lib… are what other builds of FFmpeg use.
            "h264,hevc,vvc,av1,libaom-av1,libdav1d,vp8,vp9,libvpx,libvpx-vp9,theora",
            "mpeg1video,mpeg2video,mpegvideo,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,mss1,mss2,cavs",
            "flv,h261,h263,h263i,h263p,svq1,svq3,cinepak,vp3,vp4,vp5,vp6,vp6a,vp6f,vp7,dirac,rv10,rv20,rv30,rv40",
            "indeo2,indeo3,indeo4,indeo5,msvideo1,msrle,rpza,smc,8bps,qtrle,asv1,asv2",
            "camtasia,tscc2,camstudio,zmbv,flashsv,flashsv2,g2m,mts2,vmnc,gif,apng,zlib,mszh",
            "mjpeg,mjpegb,jpeg2000,dvvideo,prores,dnxhd,cfhd,aic,hap,speedhq,cllc,ffv1,huffyuv,ffvhuff,utvideo,magicyuv",
            "lagarith,fraps,rawvideo,v210,v308,v408,v410,r210,r10k,y41p,yuv4,png",
            // Audio
            "aac,aac_latm,mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3on4,opus,libopus,vorbis,libvorbis,flac,alac",
            "ac3,ac3_fixed,eac3,dca,truehd,wmav1,wmav2,wmapro,wmavoice,wmalossless,amrnb,amrwb,libopencore_amrnb",
            "libopencore_amrwb,speex,libspeex,nellymoser,qdm2,qdmc,qcelp,evrc,gsm,gsm_ms,truespeech,g723_1,g722,g726",
            "real_144,real_288,cook,sipr,atrac3,atrac3plus,ralf,mace3,mace6,imc,iac,dvaudio,als",
            "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,adpcm_yamaha",
            "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le",
            "pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,s302m,wavpack,tta,mlp,ape,shorten",
            // Text
            "mov_text,text,subrip,srt,ass,ssa,webvtt",
            // Never used, but ffprobe rejects a whole file when one of its tracks has a decoder that is not listed
            "metasound,ilbc,g729,dolby_e,mpc7,mpc8,tak,adpcm_ct,adpcm_ima_dk3,adpcm_ima_dk4,adpcm_ima_amv,dfpwm",
            "siren,on2avc,g728,g726le,adpcm_ima_oki,dsd_lsbf,dsd_msbf,dst,bmp,tiff,webp",
            "pgssub,dvdsub,dvbsub,xsub,cc_dec");

    private final List<String> arguments;

    public InputRules(FfmpegProperties settings) {
        this.arguments = List.of(
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                CONTAINERS,
                "-codec_whitelist",
                String.join(",", DECODERS),
                "-max_pixels",
                Long.toString(settings.maxPixels()),
                "-max_streams",
                Integer.toString(settings.maxStreams()),
                "-max_alloc",
                Long.toString(settings.maxAlloc().toBytes()),
                "-probesize",
                Long.toString(settings.probeSize().toBytes()),
                "-analyzeduration",
                Long.toString(settings.analyzeDuration().toNanos() / 1000));
    }

    /** The flags alone, for callers that put more options (a seek, for example) before {@link #url the input}. */
    public List<String> arguments() {
        return arguments;
    }

    /** The flags, {@code -i} and the file. */
    public List<String> input(Path file) {
        List<String> all = new ArrayList<>(arguments);
        all.add("-i");
        all.add(url(file));
        return List.copyOf(all);
    }

    /**
     * The file as FFmpeg takes it, with the protocol written out: so no name can be read as an option or an address.
     */
    public static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }
}
