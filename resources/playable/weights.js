// The weights of the network, as numbers to compute with.

/** Numbers of a base64 text, as `Type` (such as Float32Array) has them in memory. */
function decoded(text, Type) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new Type(bytes.buffer);
}

/** The weights of a layer, Float32Array (units * inputs), from float16, float32 or int8. */
function weightsOf(layer, form) {
  if (form === "float32") return decoded(layer.weight, Float32Array);
  if (form === "float16") return Float32Array.from(decoded(layer.weight, Uint16Array), fromFloat16);
  const scale = decoded(layer.scale, Float32Array);
  const steps = decoded(layer.weight, Int8Array);
  const each = steps.length / scale.length;
  return Float32Array.from(steps, (step, place) => step * scale[Math.floor(place / each)]);
}

/** The number that these 16 bits stand for. Not every browser has a Float16Array. */
function fromFloat16(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
