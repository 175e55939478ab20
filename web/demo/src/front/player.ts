// The front page's player: <leb-video> and the package's controls around it. The page does not wait for this file.
import "leb-player/controls";
