// Strokes become the images that a network sees, with the steps and the names of Inkling's own engine/ink.
// A stroke is a list of points [x, y] in any unit, x to the right, y down.

const INK = PAGE.ink;
const WINDOW = 2 * INK.reach + 1;

/** The 28x28 image of some strokes, drawn the way MNIST's digits were: 0 for background, 255 for ink. */
function render(strokes) {
  return drawn(scaledSegments(strokes), INK.pen_width);
}

/** The image of the strokes from one view: turned, slanted, stretched, and with another pen. */
function* renderViews(strokes) {
  const segments = everyFew(scaledSegments(strokes));
  for (const view of INK.views) yield drawn(seen(segments, view), view.pen_width);
}

/** Start and end of each line of a drawing, four numbers each, in pixels: it fills the box, and its middle is (0, 0). */
function scaledSegments(strokes) {
  const lines = strokes.filter((stroke) => stroke.length);
  const { scale, x, y } = intoTheBox(lines.flat(), INK.pen_width);
  const segments = [];
  for (const line of lines) {
    const points = thinned(line.map(([right, down]) => [(right - x) * scale, (down - y) * scale]));
    // A single point becomes a line of length 0.
    for (let end = Math.min(1, points.length - 1); end < points.length; end++) {
      segments.push(...points[Math.max(0, end - 1)], ...points[end]);
    }
  }
  return segments;
}

/** The middle of some points, and the factor with which they fill the box when a pen of this width draws them. */
function intoTheBox(points, penWidth) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const extent = Math.max(right - left, bottom - top);
  // A dot has no extent to scale by: it stays a dot of the pen's width.
  return { scale: extent > 0 ? (INK.box - penWidth) / extent : 1, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Without points that lie close to the one before; the last one stays. */
function thinned(line) {
  let along = 0;
  let bucket = 0;
  return line.filter((point, place) => {
    if (place === 0) return true;
    along += Math.hypot(point[0] - line[place - 1][0], point[1] - line[place - 1][1]);
    const before = bucket;
    bucket = Math.floor(along / INK.spacing);
    return bucket > before || place === line.length - 1;
  });
}

/** Of a scribble every second or third segment, which the pen covers as well. */
function everyFew(segments) {
  const every = Math.ceil(segments.length / 4 / INK.most_segments);
  return segments.filter((_, place) => Math.floor(place / 4) % every === 0);
}

/** The segments as they lie in a view, which fill the box again. */
function seen(segments, { pen_width: penWidth, matrix }) {
  const points = [];
  for (let place = 0; place < segments.length; place += 2) {
    const [x, y] = [segments[place], segments[place + 1]];
    points.push([x * matrix[0][0] + y * matrix[1][0], x * matrix[0][1] + y * matrix[1][1]]);
  }
  const { scale, x, y } = intoTheBox(points, penWidth);
  return points.flatMap(([right, down]) => [(right - x) * scale, (down - y) * scale]);
}

/** The image of segments that a pen draws. */
function drawn(segments, penWidth) {
  const ink = squaredDistances(segments, penWidth);
  for (let place = 0; place < ink.length; place++) {
    ink[place] = Math.min(1, Math.max(0, penWidth / 2 + 0.5 - Math.sqrt(ink[place])));
  }
  return centred(ink);
}

/** The squared distance from each pixel of the window to the nearest segment, if the pen reaches so far. */
function squaredDistances(segments, penWidth) {
  const far = penWidth / 2 + 0.5;
  const near = new Float64Array(WINDOW * WINDOW).fill(far * far);
  for (let place = 0; place < segments.length; place += 4) {
    const [x, y, endX, endY] = segments.slice(place, place + 4);
    const [dx, dy] = [endX - x, endY - y];
    const length = Math.max(dx * dx + dy * dy, 1e-12);
    const [left, right] = reached(Math.min(x, endX) - far, Math.max(x, endX) + far);
    const [top, bottom] = reached(Math.min(y, endY) - far, Math.max(y, endY) + far);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const along = Math.min(1, Math.max(0, ((column - x) * dx + (row - y) * dy) / length));
        const squared = (column - x - along * dx) ** 2 + (row - y - along * dy) ** 2;
        const pixel = (row + INK.reach) * WINDOW + column + INK.reach;
        if (squared < near[pixel]) near[pixel] = squared;
      }
    }
  }
  return near;
}

/** The first and the last pixel of the window between two places. */
function reached(from, to) {
  return [Math.max(-INK.reach, Math.ceil(from)), Math.min(INK.reach, Math.floor(to))];
}

/** Ink from 0 to 1 in the window as an image whose centre of mass is in the middle; it moves by whole pixels. */
function centred(ink) {
  let [total, right, down] = [0, 0, 0];
  for (let pixel = 0; pixel < ink.length; pixel++) {
    total += ink[pixel];
    right += ink[pixel] * ((pixel % WINDOW) - INK.reach);
    down += ink[pixel] * (Math.floor(pixel / WINDOW) - INK.reach);
  }
  const first = INK.centre - INK.reach;
  const [left, top] = [first - roundedToEven(right / total), first - roundedToEven(down / total)];
  const image = new Uint8Array(INK.size * INK.size);
  for (let pixel = 0; pixel < ink.length; pixel++) {
    const column = left + (pixel % WINDOW);
    const row = top + Math.floor(pixel / WINDOW);
    if (column < 0 || column >= INK.size || row < 0 || row >= INK.size) continue;
    image[row * INK.size + column] = roundedToEven(ink[pixel] * 255);
  }
  return image;
}

/** As Python and NumPy round: what lies in the middle goes to the even neighbour. */
function roundedToEven(value) {
  const up = Math.round(value);
  return Math.abs(value % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up;
}
