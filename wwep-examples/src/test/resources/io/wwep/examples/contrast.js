// Returns the texts that are shown with a contrast below 4.5:1 to what is behind them, each with its ratio.

const MIN_RATIO = 4.5;

function parse(color) {
  const parts = color.match(/[\d.]+(?:e-?\d+)?%?/g).map(parseFloat);
  const scale = color.startsWith("color(") ? 255 : 1;
  return { rgb: parts.slice(0, 3).map((part) => part * scale), alpha: parts[3] ?? 1 };
}

const mixed = (over, under, share) => over.map((part, index) => part * share + under[index] * (1 - share));

/** What is seen of the last element's background and of a color on it, after all that is transparent. */
function seen(elements, color, behind) {
  const [first, ...inner] = elements;
  const style = getComputedStyle(first);
  const background = parse(style.backgroundColor);
  const ground = mixed(background.rgb, behind, background.alpha);
  const [below, above] = inner.length > 0 ? seen(inner, color, ground) : [ground, mixed(color.rgb, ground, color.alpha)];
  const opacity = Number(style.opacity);
  return [mixed(below, behind, opacity), mixed(above, behind, opacity)];
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(element, color) {
  const elements = [];
  for (let each = element; each; each = each.parentElement) elements.unshift(each);
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [dark, light] = seen(elements, color, isDark ? [0, 0, 0] : [255, 255, 255]).map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const found = new Set();

function check(element, style, text) {
  const color = parse(style.color);
  color.alpha *= element.matches("input") && text === element.placeholder ? Number(style.opacity) : 1;
  const value = ratio(element, color);
  if (!(value >= MIN_RATIO)) found.add(`${value.toFixed(2)} ${text.trim()} (${element.tagName.toLowerCase()}.${element.className})`);
}

const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let count = 0;
while (texts.nextNode()) {
  const text = texts.currentNode;
  if (text.data.trim() === "" || !isShown(text.parentElement)) continue;
  check(text.parentElement, getComputedStyle(text.parentElement), text.data);
  count++;
}
for (const input of document.querySelectorAll("input:not([type=radio], [type=checkbox], [type=file])")) {
  if (!isShown(input)) continue;
  check(input, getComputedStyle(input), "value");
  if (input.placeholder) check(input, getComputedStyle(input, "::placeholder"), input.placeholder);
}
if (count < 20) found.add(`only ${count} texts are shown`);
return [...found];
