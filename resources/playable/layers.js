// The layers of the network. Values of an image lie in one row: channel by channel, row by row, as in PyTorch.

/**
 * For each kind of layer a function that gets the layer, its shapes and weights, and returns what it does with values.
 * It returns the same array every time: a network that answers while somebody draws makes no garbage.
 */
const KINDS = {
  conv: convolution,
  linear: fullyConnected,
  output: fullyConnected,
  "batch norm": batchNorm,
  relu: (layer) => ofEachNumber(layer, (value) => (value > 0 ? value : 0)),
  "leaky relu": (layer) => ofEachNumber(layer, (value) => (value > 0 ? value : value * layer.slope)),
  tanh: (layer) => ofEachNumber(layer, Math.tanh),
  sigmoid: (layer) => ofEachNumber(layer, (value) => 1 / (1 + Math.exp(-value))),
  gelu: (layer) => ofEachNumber(layer, (value) => value * (0.5 + 0.5 * errorFunction(value * Math.SQRT1_2))),
  "max pool": (layer) => pooling(layer, maximum),
  "average pool": (layer) => pooling(layer, mean),
  dropout: () => unchanged,
  flatten: () => unchanged,
  add: addition,
};

/** A function from the values of an image to the network's logits, which are overwritten by the next call. */
function network(layers, form) {
  const steps = layers.map((layer) => KINDS[layer.kind](layer, form));
  return (values) => {
    // What came into each layer: an addition looks back at it.
    const came = [];
    for (const step of steps) {
      came.push(values);
      values = step(values, came);
    }
    return values;
  };
}

const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

// Layers with weights.

function fullyConnected(layer, form) {
  const weight = weightsOf(layer, form);
  const bias = biasOf(layer);
  const result = new Float32Array(layer.after[0]);
  return (values) => products(values, 1, layer.before[0], weight, bias, result);
}

function convolution(layer, form) {
  const weight = weightsOf(layer, form);
  const bias = biasOf(layer);
  const [, rows, columns] = layer.after;
  const length = layer.before[0] * layer.size ** 2;
  const patches = new Float32Array(rows * columns * length);
  const result = new Float32Array(sizeOf(layer.after));
  return (values) => {
    takePatches(values, layer, patches);
    return products(patches, rows * columns, length, weight, bias, result);
  };
}

/** One after the other, what lies under the filter at each place; around the image are zeros. */
function takePatches(values, { before, after, size, stride, padding }, patches) {
  const [channels, rows, columns] = before;
  let place = 0;
  for (let top = -padding; top < after[1] * stride - padding; top += stride) {
    for (let left = -padding; left < after[2] * stride - padding; left += stride) {
      for (let channel = 0; channel < channels; channel++) {
        for (let row = top; row < top + size; row++) {
          const start = (channel * rows + row) * columns;
          const inside = row >= 0 && row < rows;
          for (let column = left; column < left + size; column++) {
            patches[place++] = inside && column >= 0 && column < columns ? values[start + column] : 0;
          }
        }
      }
    }
  }
}

/** Each of `count` rows of inputs times the weights of each unit, plus its bias. All rows of a unit lie together. */
function products(inputs, count, length, weight, bias, result) {
  const units = bias.length;
  for (let row = 0; row < count; row++) {
    const first = row * length;
    let unit = 0;
    // Four units at once: each input is then read once for all of them.
    for (; unit + 4 <= units; unit += 4) {
      const one = unit * length - first;
      const [two, three, four] = [one + length, one + 2 * length, one + 3 * length];
      let [a, b, c, d] = [bias[unit], bias[unit + 1], bias[unit + 2], bias[unit + 3]];
      for (let place = first; place < first + length; place++) {
        const input = inputs[place];
        a += input * weight[one + place];
        b += input * weight[two + place];
        c += input * weight[three + place];
        d += input * weight[four + place];
      }
      result[unit * count + row] = a;
      result[(unit + 1) * count + row] = b;
      result[(unit + 2) * count + row] = c;
      result[(unit + 3) * count + row] = d;
    }
    for (; unit < units; unit++) {
      let sum = bias[unit];
      for (let place = 0; place < length; place++) sum += inputs[first + place] * weight[unit * length + place];
      result[unit * count + row] = sum;
    }
  }
  return result;
}

/** Of each unit; zeros where a batch norm follows, which has an offset of its own. */
function biasOf(layer) {
  return layer.bias ? decoded(layer.bias, Float32Array) : new Float32Array(layer.after[0]);
}

function batchNorm(layer) {
  const factor = decoded(layer.factor, Float32Array);
  const offset = decoded(layer.offset, Float32Array);
  const result = new Float32Array(sizeOf(layer.after));
  const each = result.length / factor.length;
  return (values) => {
    for (let channel = 0; channel < factor.length; channel++) {
      for (let place = channel * each; place < (channel + 1) * each; place++) {
        result[place] = values[place] * factor[channel] + offset[channel];
      }
    }
    return result;
  };
}

// Layers without weights.

function ofEachNumber(layer, change) {
  const result = new Float32Array(sizeOf(layer.after));
  return (values) => {
    for (let place = 0; place < values.length; place++) result[place] = change(values[place]);
    return result;
  };
}

/** `summary` makes one number of a window: the values, where it begins, its side, and the width of the image. */
function pooling({ before, after, size }, summary) {
  const result = new Float32Array(sizeOf(after));
  return (values) => {
    let place = 0;
    for (let channel = 0; channel < after[0]; channel++) {
      for (let row = 0; row < after[1]; row++) {
        const start = (channel * before[1] + row * size) * before[2];
        for (let column = 0; column < after[2]; column++) {
          result[place++] = summary(values, start + column * size, size, before[2]);
        }
      }
    }
    return result;
  };
}

function maximum(values, start, size, width) {
  let largest = -Infinity;
  for (let row = start; row < start + size * width; row += width) {
    for (let place = row; place < row + size; place++) if (values[place] > largest) largest = values[place];
  }
  return largest;
}

function mean(values, start, size, width) {
  let sum = 0;
  for (let row = start; row < start + size * width; row += width) {
    for (let place = row; place < row + size; place++) sum += values[place];
  }
  return sum / size ** 2;
}

function addition(layer) {
  const result = new Float32Array(sizeOf(layer.after));
  return (values, came) => {
    const earlier = came[came.length - 1 - layer.layers];
    for (let place = 0; place < values.length; place++) result[place] = values[place] + earlier[place];
    return result;
  };
}

/** Dropout acts in training only, and in one row the values lie already. */
const unchanged = (values) => values;

/** M. Abramowitz and I. Stegun, "Handbook of mathematical functions", 1964, 7.1.26: right up to 1.5e-7. */
function errorFunction(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
