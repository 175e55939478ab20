#!/bin/sh
# Makes the ten-second sample of the edge: a clock with a hand that goes round once, so that the loop has no seam, and a flash and
# a beep every second. A second video shows the clock at a quarter of the width and without text, for changes of the frame size.
#
# Each large frame shows its number, 0 to 249, as a bar code of eight squares of 16x16 pixels at x=480, y=304. White is 1, and the
# most significant bit is on the left. The row below has the inverted bits, as a check.
#
# Needs ffmpeg with libx264, libvpx and libopus, and a TrueType font (Debian: fonts-dejavu-core).
set -eu
cd "$(dirname "$0")"
FONT=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf}

# One key frame every second, closed GOPs and no B-frames: playback can begin, and a PLI can be answered, at every second of the clip.
H264="-c:v libx264 -preset veryslow -profile:v baseline -level 3.1 -g 25 -keyint_min 25 -sc_threshold 0 -bf 0 -refs 1
  -threads 1 -fflags +bitexact -flags:v +bitexact -f h264"
VP8="-c:v libvpx -deadline good -cpu-used 0 -g 25 -keyint_min 25 -auto-alt-ref 0 -lag-in-frames 0
  -threads 1 -fflags +bitexact -flags:v +bitexact -f ivf"

CODE=drawbox=x=480:y=304:w=128:h=32:color=black:t=fill
for bit in 7 6 5 4 3 2 1 0; do
  square="x=$((480 + 16 * (7 - bit))):w=16:h=16:color=white:t=fill"
  CODE="$CODE,drawbox=$square:y=304:enable='bitand(n,$((1 << bit)))',drawbox=$square:y=320:enable='not(bitand(n,$((1 << bit))))'"
done

ffmpeg -hide_banner -loglevel warning -y \
  -f lavfi -i "color=c=0x10202c:s=640x360:r=25:d=10" \
  -f lavfi -i "color=c=0x4fd1c5:s=8x138:r=25:d=10,format=rgba,pad=w=300:h=300:x=146:y=20:color=black@0" \
  -f lavfi -i "aevalsrc=exprs='0.3*sin(2*PI*880*t)*lt(mod(t,1),0.1)|0.3*sin(2*PI*660*t)*lt(mod(t,1),0.1)':s=48000:d=9.99" \
  -filter_complex "
    [0:v]drawbox=x=320-4:y=180-150:w=8:h=14:color=0x7a8b99:t=fill,
         drawbox=x=320-4:y=180+136:w=8:h=14:color=0x7a8b99:t=fill,
         drawbox=x=320-150:y=180-4:w=14:h=8:color=0x7a8b99:t=fill,
         drawbox=x=320+136:y=180-4:w=14:h=8:color=0x7a8b99:t=fill,
         drawbox=x=0:y=0:w=640:h=12:color=0xf6c453:t=fill:enable='lt(mod(t,1),0.1)',
         drawbox=x=0:y=348:w=640:h=12:color=0xf6c453:t=fill:enable='lt(mod(t,1),0.1)'[face];
    [1:v]rotate='2*PI*t/10':c=none:ow=300:oh=300[hand];
    [face][hand]overlay=x=170:y=30:shortest=1,split[large][small];
    [large]drawtext=fontfile=${FONT}:fontsize=56:fontcolor=white:x=24:y=36:text='%{eif\:t\:d\:2}.%{eif\:mod(round(t*100)\,100)\:d\:2}',
         drawtext=fontfile=${FONT}:fontsize=18:fontcolor=0x9fb3c1:x=24:y=316:text='LEB edge sample',
         ${CODE},
         format=yuv420p,split[h264][vp8];
    [small]scale=160:90,format=yuv420p,split[small264][smallvp8]" \
  -map "[h264]" $H264 -b:v 300k -maxrate 300k -bufsize 300k clock.h264 \
  -map "[vp8]" $VP8 -b:v 300k -maxrate 300k -bufsize 300k clock.ivf \
  -map "[small264]" $H264 -b:v 20k -maxrate 20k -bufsize 20k small.h264 \
  -map "[smallvp8]" $VP8 -b:v 20k -maxrate 20k -bufsize 20k small.ivf \
  -map 2:a -c:a libopus -b:a 64k -frame_duration 20 -application audio -fflags +bitexact -flags:a +bitexact -f ogg clock.ogg
